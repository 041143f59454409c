# Other site generators, for bench/run --peers: the same issues, pages of the
# plainest kind, a list of all issues and a feed.
#
# Hugo and Pelican come from Debian's packages.  Zola has none; $ZOLA names the
# program if it is not in $PATH.
# Uses $work, $site, $i and measure() of bench/run.
# shellcheck shell=sh disable=SC2154

ZOLA=${ZOLA-zola}

# Their own header around every issue, nothing that looks like a command of
# their templates, and no link without an address, which Zola refuses.
peers_convert() {
	mkdir -p "$1"
	for file in "$site"/content/*.md "$site"/content/*.markdown; do
		test -f "$file" || continue
		name=$(basename "$file")
		sed 's/{\([{%#]\)/{ \1/g; s/](\( *\))/](#)/g' "$file" |
			awk -f bench/front_matter.awk >"$1/i${name%.*}.md"
	done
}

hugo_prepare() {
	mkdir -p "$work/hugo/layouts/_default"
	peers_convert "$work/hugo/content/issues"
	cat >"$work/hugo/config.toml" <<-'END'
	baseURL = "https://www.example.org/"
	title = "Bench"
	disableKinds = ["taxonomy", "term"]
	[markup.goldmark.renderer]
	unsafe = true
	END
	echo '<!doctype html><title>{{ .Title }}</title>{{ .Content }}' \
		>"$work/hugo/layouts/_default/single.html"
	cat >"$work/hugo/layouts/_default/list.html" <<-'END'
	<!doctype html><title>{{ .Title }}</title>
	{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>
	{{ end }}
	END
}

zola_prepare() {
	mkdir -p "$work/zola/templates"
	peers_convert "$work/zola/content"
	cat >"$work/zola/config.toml" <<-'END'
	base_url = "https://www.example.org"
	title = "Bench"
	generate_feed = true
	END
	printf '+++\ntitle = "Bench"\nsort_by = "date"\n+++\n' \
		>"$work/zola/content/_index.md"
	echo '<!doctype html><title>{{ page.title }}</title>' \
		'{{ page.content | safe }}' >"$work/zola/templates/page.html"
	cat >"$work/zola/templates/index.html" <<-'END'
	<!doctype html><title>{{ section.title }}</title>
	{% for page in section.pages %}<a href="{{ page.permalink }}">
	{{- page.title }}</a>
	{% endfor %}
	END
}

# Pelican reads the issues as they are.
pelican_prepare() {
	mkdir -p "$work/pelican"
	cat >"$work/pelican/pelicanconf.py" <<-'END'
	SITENAME = "Bench"
	SITEURL = "https://www.example.org"
	FEED_DOMAIN = SITEURL
	FEED_ALL_ATOM = "feeds/all.atom.xml"
	TIMEZONE = "UTC"
	DEFAULT_LANG = "en"
	CACHE_CONTENT = False
	LOAD_CONTENT_CACHE = False
	END
}

# Called with an output folder that is not there yet.
hugo_build() {
	measure hugo hugo --quiet --source "$work/hugo" --destination "$1"
}

zola_build() {
	measure zola "$ZOLA" --root "$work/zola" build --output-dir "$1"
}

pelican_build() {
	measure pelican pelican --quiet \
		--settings "$work/pelican/pelicanconf.py" \
		--output "$1" "$site/content"
}

peers_command() {
	case $1 in
	zola) echo "$ZOLA" ;;
	*) echo "$1" ;;
	esac
}

peers_installed=
peers_prepare() {
	for peer in hugo zola pelican; do
		if command -v "$(peers_command "$peer")" >/dev/null; then
			peers_installed="$peers_installed $peer"
			"${peer}_prepare"
		fi
	done
}

# Some say that all is well when it is not.
peers_verify() {
	pages=$(find "$2" -name '*.html' | wc -l)
	if test "$pages" -lt "$(find "$site/content" -maxdepth 1 \
		\( -name '*.md' -o -name '*.markdown' \) | wc -l)"; then
		echo "bench/run: $1 wrote only $pages pages" >&2
		return 1
	fi
}

# Once is enough for the slow one.
peers_measure() {
	for peer in $peers_installed; do
		if test "$peer" = pelican && test -f "$work/times/pelican"; then
			continue
		fi
		"${peer}_build" "$work/$peer-$i"
		peers_verify "$peer" "$work/$peer-$i"
	done
}

peers_rows() {
	for peer in Hugo Zola Pelican; do
		echo "$(echo "$peer" | tr HZP hzp)|$peer, clean|-|-|-"
	done
}
