import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, update } from '../../main/resources/web/assets/markdown.js';

/** As much of a document as markdown.js needs, which remembers what was done to its text nodes. */
class Node {
  childNodes = [];
  parent = null;
  remove() {
    this.parent.childNodes.splice(this.parent.childNodes.indexOf(this), 1);
  }
  replaceWith(other) {
    other.parent = this.parent;
    this.parent.childNodes[this.parent.childNodes.indexOf(this)] = other;
  }
  append(...nodes) {
    nodes.forEach((node) => Object.assign(node, { parent: this }));
    this.childNodes.push(...nodes);
  }
  get lastChild() {
    return this.childNodes.at(-1);
  }
  get text() {
    return this.data ?? this.childNodes.map(({ text }) => text).join('');
  }
}
const document = {
  createElement: (localName) => Object.assign(new Node(), { localName, nodeType: 1 }),
  createTextNode: (data) => Object.assign(new Node(), {
    data,
    nodeType: 3,
    replaceData(offset, count, more) {
      this.changedFrom = Math.min(this.changedFrom ?? Infinity, offset);
      this.data = this.data.slice(0, offset) + more + this.data.slice(offset + count);
    },
  }),
};

test('a growing answer keeps its nodes and only adds to the last text', () => {
  const parent = new Node();
  const text = 'one **two**\n\n```\nlong line\nnext\n```\n\n- a\n- b https://x.example/y\n\nend';
  let before = [];
  let code = null;
  for (let end = 1; end <= text.length; end++) {
    update(parent, parse(text.slice(0, end)), document);
    for (const [i, node] of before.slice(0, -1).entries()) {
      assert.equal(parent.childNodes[i], node, `block ${i} is another node after ${JSON.stringify(text.slice(0, end))}`);
    }
    before = [...parent.childNodes];
    code ??= before[1]?.localName === 'pre' ? before[1] : null;
  }
  assert.equal(parent.childNodes[1], code);
  assert.deepEqual(parent.childNodes.map(({ localName }) => localName), ['p', 'pre', 'ul', 'p']);
  const [p, pre, ul] = parent.childNodes;
  assert.equal(p.childNodes[0].data, 'one ');
  assert.equal(pre.text, 'long line\nnext');
  assert.equal(ul.text, 'ab https://x.example/y');
});

test('text is changed from where it differs', () => {
  const parent = new Node();
  update(parent, ['Hello wor'], document);
  const [node] = parent.childNodes;
  update(parent, ['Hello world'], document);
  assert.equal(parent.childNodes[0], node);
  assert.equal(node.changedFrom, 9);
  update(parent, [], document);
  assert.equal(parent.childNodes.length, 0);
});

test('another kind of block is another node', () => {
  const parent = new Node();
  update(parent, parse('1. a'), document);
  update(parent, parse('a'), document);
  assert.deepEqual(parent.childNodes.map(({ localName }) => localName), ['p']);
});
