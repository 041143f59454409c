// Reloads the page when the site was built anew, and shows why when it could
// not be built.  A preview adds it to every page; it is never in a built site.
(() => {
	const key = "sennight-scroll";
	const timing = performance.getEntriesByType("navigation")[0]?.serverTiming;
	const mine = timing?.find((t) => t.name === "site")?.description;
	let known = mine;
	let panel = null;

	// While a page builds itself up, the browser would move with what it
	// shows (scroll anchoring); the place counts, which the old page had,
	// also behind pictures that come late: until the reader moves.
	const restore = () => {
		const kept = JSON.parse(sessionStorage.getItem(key) || "null");
		const root = document.documentElement.style;
		const go = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
		const end = () => {
			document.removeEventListener("load", go, true);
			root.overflowAnchor = "";
		};

		sessionStorage.removeItem(key);
		if (kept?.path !== location.pathname)
			return;
		root.overflowAnchor = "none";
		go();
		addEventListener("load", go);
		document.addEventListener("load", go, true);
		for (const move of ["wheel", "touchstart", "pointerdown", "keydown"])
			addEventListener(move, end, { once: true, passive: true });
		setTimeout(end, 3000);
	};

	const reload = () => {
		sessionStorage.setItem(key, JSON.stringify(
			{ path: location.pathname, x: scrollX, y: scrollY }));
		location.reload();
	};

	// Styles are set one by one: the page's policy allows no style attribute.
	const make = (name, styles, text) => {
		const element = document.createElement(name);

		Object.assign(element.style, styles);
		element.textContent = text;
		return element;
	};

	const hide = () => {
		panel?.remove();
		panel = null;
	};

	const show = (text) => {
		hide();
		panel = make("div", {
			position: "fixed", inset: "auto 0 0 0", zIndex: "2147483647",
			maxHeight: "60vh", overflow: "auto", padding: "1rem 1.25rem",
			background: "#7a1016", color: "#fff",
			borderTop: "4px solid #ffb4ab",
			font: "1rem/1.4 system-ui, sans-serif",
		}, "");
		panel.id = "sennight-error";
		panel.setAttribute("role", "alert");
		panel.append(
			make("strong", {}, "The site could not be built; this is the last good one."),
			make("pre", {
				margin: ".75rem 0 0", whiteSpace: "pre-wrap",
				overflowWrap: "anywhere", color: "#fff",
				background: "transparent", border: "0", padding: "0",
				font: ".875rem/1.45 ui-monospace, monospace",
			}, text));
		document.body.append(panel);
	};

	const hear = (event) => {
		const state = JSON.parse(event.data);

		known ??= state.site;
		if (known !== state.site)
			reload();
		else if (state.error !== null && !document.getElementById("sennight-failed"))
			show(state.error);
		else
			hide();
	};

	restore();
	// A page that comes back from the browser's memory may be old.
	addEventListener("pageshow", (event) => event.persisted && location.reload());
	new EventSource("/-/events").onmessage = hear;
})();
