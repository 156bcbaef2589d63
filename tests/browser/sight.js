// What can be seen of a page, measured in the page itself.
(() => {
  const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const finish = () => document.getAnimations().forEach((one) => one.finish());

  // Text that is for the ears only is cut to nothing on purpose.
  const isForEars = (element) => {
    const box = element.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1 || getComputedStyle(element).clipPath !== "none";
  };
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const ancestors = (element) =>
    element.parentElement ? [element.parentElement, ...ancestors(element.parentElement)] : [];
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);

  function runsOut(element) {
    const box = element.getBoundingClientRect();
    const window_ = document.documentElement.clientWidth;
    return box.left < window_ && box.right > window_ + 1 && !ancestors(element).some(scrolls);
  }

  function isClipped(element) {
    if (element === document.documentElement) return false;
    const style = getComputedStyle(element);
    const wide = element.scrollWidth > element.clientWidth + 1;
    const high = element.scrollHeight > element.clientHeight + 1;
    const cuts = (overflow) => /hidden|clip/.test(overflow);
    return (wide && cuts(style.overflowX)) || (high && cuts(style.overflowY));
  }

  function cutOff() {
    return [...document.body.querySelectorAll("*")]
      .filter((one) => hasText(one) && isShown(one) && !isForEars(one))
      .filter((one) => !ancestors(one).some(isForEars))
      .filter((one) => runsOut(one) || isClipped(one) || ancestors(one).some(isClipped))
      .map(name);
  }

  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const SIGNS = [
    "outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "borderWidth",
    "backgroundColor", "color", "textDecoration", "position", "clipPath", "transform",
  ];

  // A control may be drawn by its label, and a link may fill the card that it stands in.
  const partsOf = (element) =>
    [element, ...(element.labels ?? []), element.closest(".sd-card")].filter(Boolean);

  const look = (element) =>
    partsOf(element)
      .map((part) => SIGNS.map((sign) => getComputedStyle(part)[sign]).join())
      .join();

  // Of what is in the window.
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;

  function isOnTop(part) {
    return [...part.getClientRects()].some((box) => {
      const x = middle(box.left, box.right, innerWidth);
      const y = middle(box.top, box.bottom, innerHeight);
      const top = box.width > 1 && box.height > 1 && document.elementFromPoint(x, y);
      return top && (part.contains(top) || top.contains(part));
    });
  }

  function isHidden(element) {
    element.focus({ focusVisible: true });
    finish();
    return document.activeElement === element && !partsOf(element).some(isOnTop);
  }

  function fault(element, before) {
    if (isHidden(element)) return `hidden: ${name(element)}`;
    const looksAsBefore = document.activeElement === element && look(element) === before;
    return looksAsBefore ? `no sign of focus: ${name(element)}` : null;
  }

  // Forwards and backwards: a header that sticks to the top hides what is reached from below.
  function withoutSignOfFocus() {
    const all = [...document.querySelectorAll(FOCUSABLE)];
    document.activeElement?.blur();
    finish();
    const before = all.map(look);
    const found = all.map((one, place) => fault(one, before[place])).filter(Boolean);
    const fromBelow = all.reverse().filter(isHidden);
    document.activeElement?.blur();
    return [...found, ...fromBelow.map((element) => `hidden from below: ${name(element)}`)];
  }

  function sheet(text) {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  }

  // What glides into view is not there yet when it is looked for.
  const STILL = sheet("* { scroll-behavior: auto !important; }");

  // The distances of WCAG 2.2, 1.4.12.
  const SPREAD = sheet(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);

  function spread(on) {
    document.adoptedStyleSheets = on ? [STILL, SPREAD] : [STILL];
  }

  spread(false);
  window.sight = { cutOff, withoutSignOfFocus, spread };
})();
