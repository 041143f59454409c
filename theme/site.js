/*
 * The one script of every page: remembers, on the reader's machine only,
 * which colours (light or dark) and which regions of events they chose.
 * It is loaded before the page is drawn, so that the colours do not jump.
 * It also helps browsers that know less links than others.  Without it, or
 * without storage, everything else works.
 */
(function () {
	"use strict";

	var root = document.documentElement;
	var dark = matchMedia("(prefers-color-scheme: dark)");

	function recall(key) {
		try {
			return localStorage.getItem(key);
		} catch (e) {
			return null; /* storage is switched off */
		}
	}

	function remember(key, value) {
		try {
			if (value)
				localStorage.setItem(key, value);
			else
				localStorage.removeItem(key);
		} catch (e) {
			/* then it lasts as long as the page */
		}
	}

	function button(text) {
		var b = document.createElement("button");

		b.type = "button";
		b.textContent = text;
		return b;
	}

	function scheme() {
		return root.dataset.scheme || (dark.matches ? "dark" : "light");
	}

	function set_scheme(name) {
		if (name === "dark" || name === "light")
			root.dataset.scheme = name;
		else
			delete root.dataset.scheme;
	}

	function label_scheme(b) {
		b.textContent = scheme() === "dark" ? "Light" : "Dark";
		b.setAttribute("aria-label", b.textContent + " colours");
	}

	/* A choice that equals the system's is none: the page follows again. */
	function flip_scheme() {
		var next = scheme() === "dark" ? "light" : "dark";

		set_scheme((next === "dark") === dark.matches ? null : next);
		remember("scheme", root.dataset.scheme);
	}

	function add_scheme_switch() {
		var place = document.getElementById("scheme");
		var b = button("");

		if (!place)
			return;
		b.onclick = function () {
			flip_scheme();
			label_scheme(b);
		};
		dark.addEventListener("change", function () {
			label_scheme(b);
		});
		label_scheme(b);
		place.appendChild(b);
		place.hidden = false;
	}

	/* Show the events of the chosen regions, and all if none is chosen. */
	function show_regions(chosen, switches) {
		document.querySelectorAll(".ev > [id]").forEach(function (li) {
			li.hidden = chosen.length > 0 &&
			    chosen.indexOf(li.dataset.r) < 0;
		});
		switches.forEach(function (b) {
			b.setAttribute("aria-pressed", b.value ?
			    chosen.indexOf(b.value) >= 0 : !chosen.length);
		});
	}

	function flip_region(chosen, id) {
		var at = chosen.indexOf(id);

		if (!id)
			chosen.length = 0;
		else if (at < 0)
			chosen.push(id);
		else
			chosen.splice(at, 1);
		remember("regions", chosen.join(" "));
	}

	/* The links to the regions become switches; the sections they led to
	 * hold the same events again, so they go. */
	function add_region_switches() {
		var links = document.querySelectorAll("#regions a");
		var sections = document.getElementById("by-region");
		var switches = [], known, chosen;

		if (!sections || links.length < 3)
			return;
		links.forEach(function (a, i) {
			var b = button(a.textContent);

			b.value = i ? a.hash.slice(1) : "";
			b.onclick = function () {
				flip_region(chosen, b.value);
				show_regions(chosen, switches);
			};
			a.replaceWith(b);
			switches.push(b);
		});
		known = switches.map(function (b) {
			return b.value;
		});
		chosen = (recall("regions") || "").split(" ").filter(
		    function (id) {
			return id && known.indexOf(id) > 0;
		});
		/* Who follows a link to a region wants to see that one. */
		if (known.indexOf(location.hash.slice(1)) > 0)
			chosen = [location.hash.slice(1)];
		sections.hidden = true;
		show_regions(chosen, switches);
	}

	/* A link to a line (#section:~:text=...), in a browser that does not
	 * know such: it gets to the section. */
	function follow_section() {
		var at = location.hash.indexOf(":~:");

		if (at > 0)
			location.replace(location.hash.slice(0, at));
	}

	set_scheme(recall("scheme"));
	document.addEventListener("DOMContentLoaded", function () {
		add_scheme_switch();
		add_region_switches();
		follow_section();
	});
})();
