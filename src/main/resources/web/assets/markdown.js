/**
 * The little Markdown that assistants write: paragraphs, headings, lists, fenced code, **bold**, `code` and bare links.
 * parse() makes a tree; render() makes DOM nodes of it, and text only ever becomes text nodes.
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

/** Text with each match replaced by a node, or left as it is when there is none. A link may be shorter than its match. */
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
  const make = (tag, children = []) => {
    const element = document.createElement(tag);
    element.append(...children);
    return element;
  };
  const all = (children) => children.map(one);
  const one = (node) => {
    if (typeof node === 'string') {
      return document.createTextNode(node);
    }
    switch (node.type) {
      case 'p':
      case 'strong':
        return make(node.type, all(node.children));
      case 'h':
        return make('h4', all(node.children));
      case 'ul':
        return make('ul', node.items.map((item) => make('li', all(item))));
      case 'ol': {
        const ol = make('ol', node.items.map((item) => make('li', all(item))));
        ol.start = node.start;
        return ol;
      }
      case 'pre':
        return make('pre', [make('code', [node.text])]);
      case 'code':
        return make('code', [node.text]);
      case 'link': {
        const a = make('a', [node.href]);
        Object.assign(a, { href: node.href, target: '_blank', rel: 'noopener noreferrer nofollow' });
        return a;
      }
    }
    throw new Error(`no such node: ${node.type}`);
  };
  return all(nodes);
}
