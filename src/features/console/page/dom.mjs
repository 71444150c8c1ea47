/**
 * @typedef {Node | string | number | null | false} Child
 * @typedef {Record<string, string | number | boolean | EventListener | undefined>} Properties `on…` is a listener, `true` an empty attribute
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. Texts become text nodes: nothing that comes from the service is ever read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  apply(element, properties, children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  apply(element, properties, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Properties} properties
 * @param {Child[]} children
 */
function apply(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false).map(nodeOf));
}

/** @param {Child} child */
function nodeOf(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * Writes a text only where it is another one: assistive technology is told of each change.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A card of the page with its heading.
 * @param {string} id
 * @param {string} title
 * @param {string} hint
 * @param {...Child} children
 */
export function card(id, title, hint, ...children) {
  return h(
    'section',
    { class: `card ${id}`, id, 'aria-labelledby': `${id}-title` },
    h('div', { class: 'card-head' }, h('h2', { id: `${id}-title` }, title), h('p', { class: 'quiet' }, hint)),
    ...children,
  );
}

/**
 * Says something to those who do not see the page.
 * @param {string} text
 */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  if (announcer !== null) setText(announcer, text);
}
