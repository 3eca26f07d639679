import { describe, expect, it } from 'vitest';
import { isSameName, visibleName } from '../../src/core/visible-name.js';

describe('a name as people see it', () => {
  it.each([
    ['Claire', 'Claire'],
    ['  Claire \t D.\u00a0', 'Claire D.'],
    ['Cl\u200baire\u202e', 'Claire'],
    ['\ufeffClaire\u0007', 'Claire'],
    ['', ''],
    [' \u3000\u2800\t\n', ''],
    ['\u200b\u2060\u00ad\u3164\ufe0f', ''],
  ])('%j is %j', (name, seen) => {
    expect(visibleName(name)).toBe(seen);
  });

  it.each([
    ['Claire', 'claire '],
    ['Claire', 'Cla\u200bire'],
    ['Zoé D.', 'Zoe\u0301  D.'],
    ['Bob', '\uff22\uff4f\uff42'],
    ['Zoé', 'Z o é'],
    ['Zoé', '\u0396oé'],
    ['Alice', '\u0410lice'],
  ])('%j and %j are one', (one, other) => {
    expect(isSameName(one, other)).toBe(true);
  });

  it('of others stays another', () => {
    expect(isSameName('Claire', 'Clair')).toBe(false);
    expect(isSameName('Zoé', 'Zoe')).toBe(false);
  });
});
