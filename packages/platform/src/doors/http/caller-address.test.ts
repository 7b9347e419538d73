import assert from 'node:assert/strict'
import { test } from 'node:test'

import { callerKey } from './caller-address.ts'

test('an IPv4 address counts for itself, an IPv6 address for its network', () => {
  assert.equal(callerKey('192.0.2.7'), '192.0.2.7')
  assert.equal(callerKey('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(callerKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(callerKey('2001:DB8:0001:2::9'), '2001:db8:1:2::/64')
  assert.equal(callerKey('2001:db8::'), '2001:db8:0:0::/64')
  assert.equal(callerKey('::1'), '0:0:0:0::/64')
  assert.equal(callerKey('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(callerKey('what a liar writes'), 'what a liar writes')
})
