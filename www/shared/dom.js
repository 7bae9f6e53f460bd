/** Builds an element. Names with a dash become attributes, others properties. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** A short word on a coloured ground; tone: good, warn, bad or none. */
export const chip = (text, tone = '') => el('span', { className: `chip ${tone}` }, text);

/** Shows how an action went; `target` is an element that screen readers follow. */
export function say(target, text, tone = '') {
  target.className = `notice ${tone}`;
  target.replaceChildren(...prose(text));
  target.hidden = text === '';
}

/** A sentence whose words in backticks become code. */
export function prose(text) {
  return text.split('`').map((part, index) => (index % 2 ? el('code', {}, part) : part));
}

/** `2,000 requests` */
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** `2,000` */
export const number = (n) => n.toLocaleString('en-US');
