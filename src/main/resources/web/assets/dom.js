export const byId = (id) => document.getElementById(id);

/** An element. Children are nodes or text; there is no way to hand it HTML. */
export function el(tag, { data = {}, aria = {}, on = {}, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  for (const [name, value] of Object.entries(data)) {
    if (value !== undefined && value !== null) {
      element.dataset[name] = value;
    }
  }
  for (const [name, value] of Object.entries(aria)) {
    element.setAttribute(name === 'role' ? name : `aria-${name}`, value);
  }
  for (const [name, listener] of Object.entries(on)) {
    element.addEventListener(name, listener);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * Makes the children of parent be those of items: an item that is the same object costs nothing, others are kept by
 * key, and when the signature changes updated in place if update() can, else built anew.
 */
export function reconcile(parent, items, { key, signature, build, update = () => false }) {
  let place = parent.firstElementChild;
  let same = 0;
  while (same < items.length && place?.item === items[same]) {
    place = place.nextElementSibling;
    same++;
  }
  const kept = new Map();
  for (let child = place; child; child = child.nextElementSibling) {
    kept.set(child.itemKey, child);
  }
  for (const item of items.slice(same)) {
    let child = kept.get(key(item));
    kept.delete(key(item));
    const sign = child?.item === item ? child.itemSignature : signature(item);
    if (!child || (child.itemSignature !== sign && !update(child, item))) {
      const fresh = build(item);
      if (child) {
        place = place === child ? fresh : place;
        child.replaceWith(fresh);
      }
      child = fresh;
    }
    Object.assign(child, { item, itemKey: key(item), itemSignature: sign });
    if (place === child) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
  }
  kept.forEach((child) => child.remove());
}

/** Only when it differs, or screen readers would say it again. */
export function setText(id, text) {
  if (byId(id).textContent !== text) {
    byId(id).textContent = text;
  }
}

/** A round mark with somebody's initials, in a colour that is always theirs. */
export function avatar({ id, name, kind }) {
  const initials = name.trim().split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
  const hue = [...String(id)].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 997, 7) % 8;
  const text = kind === 'assistant' ? '✦' : initials || '?';
  return el('span', { className: `avatar hue-${hue} ${kind ?? 'user'}`, aria: { hidden: true } }, text);
}

/** What people call a room: its title, else its name where that says something. */
export function roomTitle(name, title) {
  return title ?? (name === 'assistant:me' ? 'Assistant' : name.startsWith('direct:') ? 'Direct messages' : name);
}
