import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterClose } from '../../main/resources/web/assets/backoff.js';
import { Outbox } from '../../main/resources/web/assets/outbox.js';
import { tooLong } from '../../main/resources/web/assets/sizes.js';

const LIMITS = { frame: 65_536, text: 16_384 };
const outbox = (limits = LIMITS) => Object.assign(new Outbox('main'), { limits });
const error = (id, code) => ({ type: 'error', id, code, error: `no: ${code}` });

test('length is bytes of UTF-8, to the byte', () => {
  for (const [char, bytes] of [['a', 1], ['é', 2], ['語', 3], ['🦉', 4]]) {
    const most = Math.floor(LIMITS.text / bytes);
    assert.equal(outbox().tooLong(char.repeat(most)), null, char);
    assert.match(outbox().tooLong(char.repeat(most) + 'x'.repeat(LIMITS.text % bytes + 1)), /16,384/, char);
  }
});

test('a frame counts as it is written: control characters take six bytes', () => {
  assert.equal(outbox().tooLong('\n'.repeat(16_000)), null);
  assert.match(outbox().tooLong('\u0001'.repeat(16_000)), /65,536/);
});

test('before the server has told its limits nothing is refused here', () => {
  assert.equal(tooLong({ message: 'x'.repeat(1e6) }, null), null);
});

test('what is too long is never sent, holds nothing back, and can be taken back', () => {
  const box = outbox(null);
  const long = box.add('x'.repeat(20_000), '7', 0);
  const next = box.add('next', null, 0);
  box.limits = LIMITS; // learned meanwhile
  assert.deepEqual(box.due(0).map(({ id }) => id), [next.id]);
  assert.equal(long.state, 'failed');
  const back = box.takeBack(long.id);
  assert.deepEqual([back.text.length, back.replyTo], [20_000, '7']);
  assert.deepEqual(box.items.map(({ id }) => id), [next.id]);
});

test('every final refusal leaves the text to be taken back', () => {
  for (const code of ['too_large', 'forbidden', 'bad_frame', 'not_found', 'conflict', 'constructor', undefined]) {
    const box = outbox();
    const { id } = box.add('hello', null, 0);
    box.due(0);
    box.refused(error(id, code), 0);
    assert.equal(box.items[0].state, 'failed', code);
    assert.equal(box.takeBack(id).text, 'hello', code);
  }
});

test('rate-limited is surely not stored and can be taken back; in flight or unavailable it may be stored', () => {
  const box = outbox();
  const { id } = box.add('hello', null, 0);
  box.due(0);
  assert.equal(box.takeBack(id), null);
  box.refused(error(id, 'unavailable'), 0);
  assert.equal(box.takeBack(id), null);
  box.due(60_000);
  box.refused({ ...error(id, 'rate_limited'), retryAfterMs: 1_000 }, 60_000);
  assert.equal(box.items[0].why, 'no: rate_limited');
  assert.equal(box.takeBack(id).text, 'hello');
  assert.deepEqual(box.due(99_000), []);
});

test('waiting behind another, a message can be taken back', () => {
  const box = outbox();
  box.add('one', null, 0);
  const two = box.add('two', null, 0);
  box.due(0);
  assert.equal(box.takeBack(two.id).text, 'two');
});

test('a connection closed over its size: the message in flight is held back, nothing else', () => {
  const box = outbox();
  assert.equal(box.tooLarge(), false);
  const one = box.add('one', null, 0);
  const two = box.add('two', null, 0);
  box.due(0);
  assert.equal(box.tooLarge(), true);
  assert.deepEqual([one.state, two.state], ['failed', 'pending']);
  assert.equal(afterClose(1009, '', 0).action, 'stop'); // when nothing of ours was the reason
});

test('a room that is closed to us keeps what was written for it', () => {
  const box = outbox();
  const { id } = box.add('hello', null, 0);
  box.closed('not for you');
  assert.equal(box.items[0].error, 'not for you');
  assert.equal(box.takeBack(id).text, 'hello');
});

test('it is bounded, and full is not silent', () => {
  const box = outbox();
  for (let i = 0; i < 200; i++) {
    assert.equal(box.isFull, false);
    box.add(`m${i}`, null, 0);
  }
  assert.equal(box.isFull, true);
});

test('over a reload it stays known whether a message may be stored', () => {
  const box = outbox();
  const { id } = box.add('hello', null, 0);
  box.due(0);
  const again = new Outbox('main', JSON.parse(JSON.stringify(box)));
  assert.equal(again.takeBack(id), null);
});
