/**
 * The little Markdown that assistants write: paragraphs, headings, lists, fenced code, **bold**, `code` and bare links.
 * parse() makes a tree; render() makes DOM nodes of it and update()
 * changes them; text only ever becomes text nodes.
 */

const FENCE = /^\s*```/;
const FENCE_END = /^\s*```\s*$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,9})[.)]\s+(.*)$/;
const INLINE = /`([^`\n]+)`|\*\*(?=\S)([^\n]{0,2000}?\S)\*\*|(https?:\/\/[^\s<>"'`]+)/g;

/** Blocks: {type: 'p'|'h', children}, {type: 'ul'|'ol', start?, items}, {type: 'pre', text}. */
export function parse(source) {
  const blocks = [];
  const lines = source.split(/\r?\n/);
  let gap = false; // an empty line ends paragraphs, not lists
  for (let i = 0; i < lines.length; i++) {
    if (FENCE.test(lines[i])) {
      const code = [];
      while (++i < lines.length && !FENCE_END.test(lines[i])) {
        code.push(lines[i]);
      }
      blocks.push({ type: 'pre', text: code.join('\n') }); // without an end while it is still being written
      gap = true;
    } else if (lines[i].trim() === '') {
      gap = true;
    } else {
      takeLine(lines[i], gap, blocks);
      gap = false;
    }
  }
  return blocks.map(withInlines);
}

function takeLine(line, gap, blocks) {
  const last = blocks.at(-1);
  const [, heading] = HEADING.exec(line) ?? [];
  const [, point] = BULLET.exec(line) ?? [];
  const [, number, numbered] = NUMBER.exec(line) ?? [];
  if (heading) {
    blocks.push({ type: 'h', text: heading });
  } else if (point && last?.type === 'ul') {
    last.items.push(point);
  } else if (point) {
    blocks.push({ type: 'ul', items: [point] });
  } else if (numbered && last?.type === 'ol') {
    last.items.push(numbered);
  } else if (numbered) {
    blocks.push({ type: 'ol', start: Number(number), items: [numbered] });
  } else if (!gap && last?.items && /^\s/.test(line)) {
    last.items.push(`${last.items.pop()}\n${line.trim()}`);
  } else if (!gap && last?.type === 'p') {
    last.text += `\n${line}`;
  } else {
    blocks.push({ type: 'p', text: line });
  }
}

function withInlines({ type, text, items, start }) {
  switch (type) {
    case 'pre':
      return { type, text };
    case 'ul':
      return { type, items: items.map(parseInline) };
    case 'ol':
      return { type, start, items: items.map(parseInline) };
    default:
      return { type, children: parseInline(text) };
  }
}

/** Inlines: a string, {type: 'code', text}, {type: 'strong', children}, {type: 'link', href}. */
export function parseInline(text) {
  return scan(text, INLINE, ([, code, strong, url]) => {
    if (code !== undefined) {
      return { type: 'code', text: code };
    }
    return strong !== undefined ? { type: 'strong', children: parseInline(strong) } : link(url);
  });
}

/** For what people write: nothing but links. */
export function parseLinks(text) {
  return scan(text, /https?:\/\/[^\s<>"'`]+/g, ([url]) => link(url));
}

/**
 * Text with each match replaced by a node, or left as it is when there is none. A link may be shorter than its match.
 */
function scan(text, pattern, replace) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const node = replace(match);
    if (node) {
      out.push(text.slice(from, match.index), node);
      from = match.index + (node.href ?? match[0]).length;
    }
  }
  out.push(text.slice(from));
  return out.filter((part) => part !== '');
}

/** Punctuation at the end belongs to the sentence; so does a bracket that was not opened in the link. */
function link(text) {
  const count = (bracket) => text.split(bracket).length - 1;
  let unopened = count(')') - count('(');
  let end = text.length;
  while (/[.,;:!?*\]]/.test(text[end - 1]) || (text[end - 1] === ')' && unopened-- > 0)) {
    end--;
  }
  const href = text.slice(0, end);
  return URL.canParse(href) ? { type: 'link', href } : null;
}

/** DOM nodes for parsed blocks or inlines. */
export function render(nodes, document = globalThis.document) {
  return nodes.map((node) => make(node, document));
}

/**
 * Makes parent show nodes and leaves alone what shows them already: text that goes on is added to, so that a selection
 * and the place in a scrolled block stay.
 */
export function update(parent, nodes, document = globalThis.document) {
  nodes.forEach((node, i) => {
    const shown = parent.childNodes[i];
    if (!shown) {
      parent.append(make(node, document));
    } else if (!adapt(shown, node, document)) {
      shown.replaceWith(make(node, document));
    }
  });
  while (parent.childNodes.length > nodes.length) {
    parent.lastChild.remove();
  }
}

function make(node, document) {
  if (typeof node === 'string') {
    return document.createTextNode(node);
  }
  const { tag, properties = {}, children } = shape(node);
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.map((child) => make(child, document)));
  return element;
}

/** False when shown is of another kind. */
function adapt(shown, node, document) {
  if (typeof node === 'string') {
    return shown.nodeType === 3 && writeOn(shown, node);
  }
  const { tag, properties = {}, children } = shape(node);
  if (shown.localName !== tag) {
    return false;
  }
  for (const [name, value] of Object.entries(properties)) {
    if (shown[name] !== value) {
      shown[name] = value;
    }
  }
  update(shown, children, document);
  return true;
}

/** Only from where it differs, because whoever has selected something has selected what stands before. */
function writeOn(node, text) {
  const { data } = node;
  if (data !== text) {
    let same = 0;
    while (same < data.length && data[same] === text[same]) {
      same++;
    }
    node.replaceData(same, data.length - same, text.slice(same));
  }
  return true;
}

function shape(node) {
  switch (node.type) {
    case 'p':
    case 'strong':
    case 'li':
      return { tag: node.type, children: node.children };
    case 'h':
      return { tag: 'h4', children: node.children };
    case 'ul':
      return { tag: 'ul', children: points(node) };
    case 'ol':
      return { tag: 'ol', properties: { start: node.start }, children: points(node) };
    case 'pre': // long lines scroll, also by the keyboard
      return { tag: 'pre', properties: { tabIndex: 0 }, children: [{ type: 'code', text: node.text }] };
    case 'code':
      return { tag: 'code', children: node.text === '' ? [] : [node.text] };
    case 'link':
      return { tag: 'a', properties: { href: node.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, children: [node.href] };
  }
  throw new Error(`no such node: ${node.type}`);
}

const points = ({ items }) => items.map((children) => ({ type: 'li', children }));
