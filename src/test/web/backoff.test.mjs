import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterClose, backoffMs } from '../../main/resources/web/assets/backoff.js';

const least = () => 0;

test('backs off twice as long each time, to half a minute', () => {
  assert.deepEqual([0, 1, 2].map((attempt) => backoffMs(attempt, least)), [250, 500, 1_000]);
  assert.equal(backoffMs(50, () => 1), 30_000);
});

test('the range of the close code is the policy', () => {
  const action = (code) => afterClose(code, '', 0, least).action;
  for (const code of [1000, 1001, 1006, 1011, 1012, 1013, 4000, 4008, 4009, 4499]) {
    assert.equal(action(code), 'reconnect', code);
  }
  for (const code of [1002, 1007, 1009, 4500, 4503, 4999]) {
    assert.equal(action(code), 'stop', code);
  }
  assert.equal(action(4001), 'authenticate');
});

test('a draining node says when to come back', () => {
  assert.equal(afterClose(1012, '{"retryAfterMs":1234}', 0, least).delayMs, 1_234);
  assert.equal(afterClose(1012, 'nonsense', 0, least).delayMs, 250);
});
