import { describe, expect, it } from 'vitest';
import { builtInPurposes } from '../../../src/core/consent/purpose.js';
import { suppresses, suppressionReasons, suppressionScope } from '../../../src/core/suppression/suppression.js';

const promotional = ['marketing', 'association', 'survey'] as const;

/** Which of the built-in purposes an entry forbids. */
function forbidden(reason: (typeof suppressionReasons)[number], purpose: string | null): readonly string[] {
  const scope = suppressionScope(reason, purpose);
  return [...builtInPurposes.values()].filter((one) => suppresses({ reason, scope }, one)).map(({ name }) => name);
}

describe('scope of the never-list', () => {
  it.each(['stop', 'link'] as const)('%s: all promotional purposes, whatever purpose is named', (reason) => {
    expect(forbidden(reason, null)).toEqual(promotional);
    expect(forbidden(reason, 'marketing')).toEqual(promotional);
  });

  it.each(['objection', 'complaint', 'erasure'] as const)('%s: everything, whatever purpose is named', (reason) => {
    expect(forbidden(reason, null)).toEqual([...promotional, 'information']);
    expect(forbidden(reason, 'marketing')).toEqual([...promotional, 'information']);
  });

  it.each(['manual', 'provider', 'unreachable'] as const)('%s: everything unless a purpose is given', (reason) => {
    expect(forbidden(reason, null)).toEqual([...promotional, 'information']);
    expect(forbidden(reason, 'marketing')).toEqual(['marketing']);
    expect(forbidden(reason, 'information')).toEqual(['information']);
  });

  it('every reason has a scope, and every entry forbids something', () => {
    for (const reason of suppressionReasons) expect(forbidden(reason, null)).not.toEqual([]);
  });
});
