import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, parseInline, parseLinks, render } from '../../main/resources/web/assets/markdown.js';

test('paragraphs end at an empty line', () => {
  assert.deepEqual(parse('one\nstill one\n\ntwo'), [
    { type: 'p', children: ['one\nstill one'] },
    { type: 'p', children: ['two'] },
  ]);
});

test('bold and code', () => {
  assert.deepEqual(parseInline('a **b `c`** `**d**` **not'), [
    'a ', { type: 'strong', children: ['b ', { type: 'code', text: 'c' }] }, ' ', { type: 'code', text: '**d**' }, ' **not',
  ]);
});

test('lists, also with empty lines between their points, and with points of several lines', () => {
  assert.deepEqual(parse('- a\n  more\n\n- b\n3. x\n4. y'), [
    { type: 'ul', items: [['a\nmore'], ['b']] },
    { type: 'ol', start: 3, items: [['x'], ['y']] },
  ]);
});

test('fenced code is taken as it is, with or without an end', () => {
  assert.deepEqual(parse('```js\n**x** <b>\n\n- y\n```\nafter'), [
    { type: 'pre', text: '**x** <b>\n\n- y' },
    { type: 'p', children: ['after'] },
  ]);
  assert.deepEqual(parse('```\nhalf'), [{ type: 'pre', text: 'half' }]);
});

test('headings', () => {
  assert.deepEqual(parse('## Summary\ntext'), [{ type: 'h', children: ['Summary'] }, { type: 'p', children: ['text'] }]);
});

test('links end before the punctuation of the sentence', () => {
  assert.deepEqual(parseLinks('see https://a.example/x, (https://b.example/y_(z)) and https://c.example.'), [
    'see ', { type: 'link', href: 'https://a.example/x' }, ', (', { type: 'link', href: 'https://b.example/y_(z)' }, ') and ',
    { type: 'link', href: 'https://c.example' }, '.',
  ]);
});

test('nothing but http links', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', '<a href="x">', 'https://', 'ftp://x.example']) {
    assert.deepEqual(parseLinks(text), [text]);
  }
});

test('every beginning of a text can be parsed', () => {
  const text = 'a **b** `c`\n\n- d\n  e\n1. f\n```x\ng\n```\n## h https://i.example/j\n';
  for (let end = 0; end <= text.length; end++) {
    parse(text.slice(0, end));
  }
});

test('a long line of marks costs no more than its length', () => {
  const started = performance.now();
  parse('**a '.repeat(4_000));
  parse('`'.repeat(16_000));
  parse(`https://x.example/${')'.repeat(16_000)}`);
  assert.ok(performance.now() - started < 1_000);
});

test('renders elements and text nodes only', () => {
  const document = {
    createTextNode: (text) => text,
    createElement: (tag) => ({ tag, children: [], append(...children) { this.children.push(...children); } }),
  };
  const [p, pre] = render(parse('<img src=x> **b**\n```\n<i>\n```'), document);
  assert.deepEqual([p.tag, p.children[0], p.children[1].tag], ['p', '<img src=x> ', 'strong']);
  assert.deepEqual([pre.tag, pre.children[0].tag, pre.children[0].children], ['pre', 'code', ['<i>']]);
});
