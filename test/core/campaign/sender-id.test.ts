import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSenderId,
  senderProblemPhrase,
  senderWarningPhrase,
  senderWarnings,
  type SenderProblem,
} from '../../../src/core/campaign/sender-id.js';
import { formatsOf } from '../../../src/words/formats.js';
import { speak } from '../../../src/words/speak.js';

const kinds = (problems: readonly { readonly kind: string }[]): readonly string[] => problems.map(({ kind }) => kind);

describe('checkSenderId', () => {
  it.each(['AMISDUPARC', 'Le Parc', 'ABC', 'A1B2C3D4E5F', 'INFOPARC', '36184', '+41790000067', '+33937001234'])(
    'accepts %s',
    (id) => {
      expect(checkSenderId(id)).toEqual([]);
    },
  );

  it.each([
    ['AB', ['length']],
    ['', ['length']],
    ['AMISDUPARC12', ['length']],
    ['ÉCOLE', ['character']],
    ['AMIS-PARC', ['character']],
    ['PARC\n', ['character', 'edge_space']],
    [' PARC', ['edge_space']],
    ['   ', ['edge_space']],
    ['INFO', ['generic_word']],
    ['R d v', ['generic_word']],
    ['Amendes', ['generic_word']],
    ['12', ['number_form']],
    ['123456789', ['number_form']],
    ['+41 79 000 00 67', ['number_form']],
    ['0123456789', ['number_form']],
    ['0639981234', ['french_mobile']],
    ['06 39 98 12 34', ['french_mobile']],
    ['+33639981234', ['french_mobile']],
    ['0033639981234', ['french_mobile']],
    ['+33 (0)6 39 98 12 34', ['french_mobile']],
    ['+262692000012', ['french_mobile']],
    ['+262 639 00 00 12', ['french_mobile']],
    ['+508708400001', ['french_mobile']],
    ['+590 690 00 00 12', ['french_mobile']],
    ['00594 694 00 00 12', ['french_mobile']],
    ['+596696000012', ['french_mobile']],
    ['0690 00 00 12', ['french_mobile']],
  ])('refuses %j: %j', (id, expected) => {
    expect(kinds(checkSenderId(id))).toEqual(expected);
  });

  it('blocks French words and reads French national numbers for French senders only', () => {
    expect(checkSenderId('INFO', 'CH')).toEqual([]);
    expect(kinds(checkSenderId('INFO', 'RE'))).toEqual(['generic_word']);
    expect(kinds(checkSenderId('0790000067', 'CH'))).toEqual(['number_form']);
    expect(kinds(checkSenderId('+33639981234', 'CH'))).toEqual(['french_mobile']);
  });

  it('accepts a name exactly when it has 3 to 11 letters, digits and inner spaces and at least one letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 é-]{0,13}$/), (id) => {
        fc.pre(/[^\d -]/.test(id));
        const isFit = /^[A-Za-z0-9](?:[A-Za-z0-9 ]{1,9})[A-Za-z0-9]$/.test(id);
        expect(checkSenderId(id, 'CH').length === 0).toBe(isFit);
      }),
    );
  });

  it('says its problems without a phone number', () => {
    const problems: readonly SenderProblem[] = [
      '+33639981234',
      '+41 79 000 00 67',
      'ÉCOLE',
      'AB',
      ' PARC',
      'INFO',
    ].flatMap((id) => checkSenderId(id));
    for (const locale of ['en', 'fr'] as const) {
      const said = problems.map((problem) => speak(senderProblemPhrase(problem), formatsOf(locale))).join('\n');
      expect(said).toContain('Arcep');
      expect(said).toContain(locale === 'fr' ? '«\u00A0INFO\u00A0»' : '"INFO"');
      expect(said).not.toMatch(/\d{6}|config\./);
    }
  });
});

describe('senderWarnings', () => {
  it.each([
    ['AMISDUPARC', 'FR', []],
    ['Le Parc', 'FR', ['space']],
    ['INFO', 'FR', ['generic_word']],
    ['AMISDUPARC', 'RE', ['overseas_unverified']],
    ['AMISDUPARC', 'CH', []],
    ['AMISDUPARC', 'BE', ['rewritten']],
    ['AMISDUPARC', 'IT', ['registration_required']],
    ['AMISDUPARC', 'ES', ['registration_required']],
    ['AMISDUPARC', 'GB', ['registration_recommended']],
    ['AMISDUPARC', 'US', ['refused']],
    ['AMISDUPARC', 'CA', ['refused']],
    ['36184', 'US', []],
    ['36184', 'FR', []],
    ['+33937001234', 'FR', []],
    ['+33939412345', 'FR', []],
    ['+33939512345', 'FR', ['french_number']],
    ['+33199001234', 'FR', ['french_number']],
    ['+33199001234', 'CH', []],
  ])('%s to %s: %j', (id, country, expected) => {
    expect(kinds(senderWarnings(id, country))).toEqual(expected);
  });

  it('cite their source, in the message too', () => {
    for (const country of ['FR', 'RE', 'BE', 'IT', 'ES', 'GB', 'US', 'CA']) {
      const warnings = senderWarnings('INFO SMS', country);
      expect(warnings.length, country).toBeGreaterThan(0);
      for (const warning of warnings) {
        expect(warning.source).not.toBe('');
        expect(warning.confidence).toMatch(/^(verified-in-source|secondary-source|general-knowledge)$/);
        expect(speak(senderWarningPhrase(warning), formatsOf('fr'))).toContain(warning.source);
      }
    }
  });
});
