#!/bin/sh
# Whatever an issue, the settings or the data hold: nothing of it is executed.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

python3 "$here/safe.py" /dev/null 2>/dev/null
mkdir bad
echo '<p onclick="x()">' >bad/a.html
python3 "$here/safe.py" bad >/dev/null &&
	fail 'the checker' 'it does not see an onclick'

newsletter n
x='"><script>alert(1)</script><img src=x onerror=alert(1)>'
y="' onmouseover='alert(1)"
cat >n/sennight.yaml <<END
preset: neutral
name: 'Low $x'
tagline: 'Tide $x'
description: 'Slack $x'
address: https://tide.example.org/
site:
  footer: 'Foot <script>alert(1)</script> [a](javascript:alert(1)) <a href="javascript:alert(1)" onclick="alert(1)">b</a>'
  menu:
    - title: 'N $x'
      url: 'https://x.example/'
END
cat >n/content/2026-03-04-bad.md <<END
Title: Bad $x
Number: 3
Date: 2026-03-04
Category: Low $x
Authors: Eve $x
Tags: $x
Slug: bad$x

Hello <script>alert(1)</script> <ScRiPt src=//evil.example/x.js></sCrIpT>
<img src=x onerror=alert(1)> <svg/onload=alert(1)> <svg><script>alert(1)</script></svg>
<a href="javascript:alert(1)">a</a> <a href=" java&#10;script:alert(1)">b</a>
<a href="&#x6A;avascript:alert(1)">c</a> <a href='data:text/html,<script>alert(1)</script>'>d</a>
<b onclick=alert(1) title="$y">e</b> <b title='x"onclick=alert(1)'>f</b>
<a href="vbscript:x">g</a> <a/href="javascript:alert(1)"/onclick=x>h</a>
<b "onclick"=1 x='"'onclick=alert(1)>quotes</b> <b title=\`onclick=x\`>i</b>

<div onclick="alert(1)" style="position:fixed">
<script>
alert(1)

alert(2)
</script>
</div>

<style>body { display: none }</style>

<iframe src="javascript:alert(1)" srcdoc="<script>alert(1)</script>"></iframe>

<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<base href="https://evil.example/"><link rel=stylesheet href=//evil.example/>
<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<textarea><script>alert(1)</script></textarea>
<!-- --!><script>alert(1)</script> -->
<!--><script>alert(1)</script>-->
<![CDATA[ <script>alert(1)</script> ]]>
<?php <script>alert(1)</script> ?>

[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](<java
script:alert(1)>) [d](data:text/html;base64,PHNjcmlwdD4=) [e](vbscript:x)
[f](&#106;avascript:alert(1)) [g](javascript&colon;alert(1)) [h](	javascript:alert(1))
![i](javascript:alert(1)) [j](https://x.example/"onclick="alert(1)) [k](x 'y" onclick="alert(1)')
<javascript:alert(1)> [l](\\\\javascript:alert(1)) [m](\x01javascript:alert(1))
[n][] [blob](blob:https://x.example/1) [fs](filesystem:x) [file](file:///etc/passwd)

[n]: javascript:alert(1) "x\" onclick=alert(1)"

## News $x

* [a $x](javascript:alert(1)) [b](https://x.example/$x) - $x [video]
* [**script**](javascript:alert(1)) \`<script>alert(1)</script>\`

\`\`\`"><script>alert(1)</script>
<script>alert(1)</script>
\`\`\`

| $x | <script>alert(1)</script> |
|---|---|
| <img src=x onerror=alert(1)> | [a](javascript:alert(1)) |

## Quote of the Week

> <script>alert(1)</script> $x

-- [Eve $x](javascript:alert(1))

Thanks to [Mallory $x](javascript:alert(1)) for the suggestion!

## Upcoming Events

### Virtual $x

* 2026-03-10 | Virtual ($x, DE, Berlin<script>alert(1)</script>) | [G $x](javascript:alert(1))
    * [**T $x**](javascript:alert(1))
* 2026-03-11 | Berlin, DE $x | [G](javascript:alert(1)) + [H](data:text/html,x)
    * [**T <script>alert(1)</script>**](https://x.example/$x) | [**U**](javascript:alert(1))
* 2026-03-12 | Virtual | [G](https://g.example/)
    * [**Fine**](https://e.example/1)
* 2026-03-13 | Lyon, FR | [G](javascript:alert(1))
    * [**Fine but for its group**](https://e.example/2)

## Jobs

* [Job $x](javascript:alert(1))
END
run 'all of it' 0 -C n build
check_output 'all of it' n/public
check_show 'all of it' n/content/2026-03-04-bad.md


for key in subscribe repository; do
	newsletter refused
	printf 'site:\n  %s: "javascript:alert(1)"\n' $key \
		>>refused/sennight.yaml
	run "$key of another scheme" 2 -C refused build
	says "$key of another scheme" 'sennight.yaml:5:[0-9]+: .site.'
done
newsletter refused
printf 'site:\n  menu:\n    - title: a\n      url: "java\\tscript:alert(1)"\n' \
	>>refused/sennight.yaml
run 'menu of another scheme' 2 -C refused build

newsletter twir
sed -i 's/neutral/twir/' twir/sennight.yaml
sed 's/^Category:.*/Category: This Week in Rust/' \
	n/content/2026-03-04-bad.md >twir/content/2026-03-04-bad.md
sed -i 's/^## Quote of the Week/# Quote of the Week/
s/^## News.*/## Updates from Rust Community/' twir/content/2026-03-04-bad.md
run 'preset twir' 0 -C twir build
check_output 'preset twir' twir/public
finish
