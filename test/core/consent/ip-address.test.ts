import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIpAddress } from '../../../src/core/consent/ip-address.js';

describe('isIpAddress', () => {
  it.each(['203.0.113.7', '0.0.0.0', '2001:db8::7', '::1', '::ffff:203.0.113.7', '2001:DB8:0:0:0:0:0:1'])(
    'knows %s',
    (text) => {
      expect(isIpAddress(text)).toBe(true);
    },
  );

  it.each(['999.1.1.1', '203.0.113', '203.0.113.07', '0x7f.1', '', 'x', '::1]/', '2001:db8', '1:::2', '203.0.113.7 '])(
    'refuses “%s”',
    (text) => {
      expect(isIpAddress(text)).toBe(false);
    },
  );

  it('says what Node says', () => {
    const nearly = fc.stringMatching(/^[\da-f:.]{0,24}$/);
    const law = fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearly), (text) => {
      expect(isIpAddress(text)).toBe(isIP(text) !== 0);
    });
    fc.assert(law);
  });
});
