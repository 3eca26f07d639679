import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments } from '../../../src/core/segment/count-segments.js';
import { splitParts } from '../../support/split-parts.js';
import { composeText } from '../../../src/core/template/compose-text.js';
import { appendedByProvider, endingFor, renderFooter, type FooterRule } from '../../../src/core/template/footer.js';
import { ownWords, replacedInTemplate } from '../../../src/core/template/own-words.js';

const ours: FooterRule = { text: 'STOP au {{ stop }}', stop: '36184' };
const ovh: FooterRule = { text: '\nSTOP {{ stop }}', stop: '36184', byProvider: true };
const smsmode: FooterRule = { text: ' STOP {{ stop }}', stop: '36034', byProvider: true };
const link: FooterRule = { text: 'Stop : smsup.example/abcdefgh', byProvider: true };
const plain = { gsm7: false };

function composed(body: string, footer: FooterRule | null, gsm7 = false) {
  const result = composeText(body, { footer, gsm7 });
  if (result.kind !== 'text') throw new Error(`another code: ${result.found}`);
  return result;
}

describe('a footer that the provider appends', () => {
  it.each([
    [ovh, '\nSTOP 36184', 11],
    [smsmode, ' STOP 36034', 11],
    [{ ...ovh, text: '\r\nSTOP au {{ stop }}' }, '\r\nSTOP au 36184', 15],
    [{ ...ovh, text: 'STOP {{ stop }}' }, '\nSTOP 36184', 11],
    [link, '\nStop : smsup.example/abcdefgh', 30],
  ])('%j ends a text with %j: %i septets', (rule, ending, septets) => {
    const { text, appended } = composed('Bonjour', rule);
    expect(text).toBe(`Bonjour${ending}`);
    expect(appended).toBe(ending);
    expect(countSegments(text).units - countSegments('Bonjour').units).toBe(septets);
    expect(appendedByProvider(text, rule)).toBe(ending);
  });

  // OVHcloud: 149 characters are left of the first part, 59 in UCS-2.
  it.each([
    ['a'.repeat(149), 1],
    ['a'.repeat(150), 2],
    ['ç'.repeat(59), 1],
    ['ç'.repeat(60), 2],
  ])('leaves 149 and 59 of a segment: %s', (body, segments) => {
    expect(countSegments(composed(body, ovh).text).segments).toBe(segments);
  });

  it('is not doubled where the text carries the way out', () => {
    for (const body of ['Bonjour STOP 36184', 'STOP au 36184 ou venez']) {
      expect(composed(body, ovh)).toMatchObject({ text: body, ending: '', appended: '' });
    }
    expect(composeText('Bonjour STOP 36111', { footer: ovh, ...plain })).toEqual({
      kind: 'other_stop_code',
      found: '36111',
    });
  });

  it('is found at the end of a kept text only as the provider writes it', () => {
    expect(appendedByProvider('Bonjour\nSTOP 36184', ovh)).toBe('\nSTOP 36184');
    for (const [text, rule] of [
      ['Bonjour\nSTOP 36184', { ...ovh, byProvider: false }],
      ['Bonjour\nSTOP au 36184', ovh],
      ['Bonjour\nSTOP 36180', ovh],
      ['Bonjour\nSTOP 36184.', ovh],
    ] as const) {
      expect(appendedByProvider(text, rule)).toBe('');
    }
  });
});

describe('a composed text', () => {
  const body = fc.string({
    unit: fc.constantFrom(...'aZé €’«»…ç😀\n', 'STOP ', '36184', '\ud83d'),
    maxLength: 200,
  });

  it('always ends with its footer, whole, and so does its last part', () => {
    let endings = 0;
    fc.assert(
      fc.property(body, fc.constantFrom(ours, ovh, smsmode), fc.boolean(), (value, footer, gsm7) => {
        const result = composeText(value, { footer, gsm7 });
        if (result.kind !== 'text') return;
        const mentioned = endingFor(value, footer);
        const isOurs = mentioned.kind === 'ending' && mentioned.ending !== '';
        if (!isOurs) return;
        endings += 1;
        expect(result.text.endsWith(renderFooter(footer))).toBe(true);
        // The footer may begin in one part and end in the next: the phone joins them. Its last digit is in the last.
        expect(splitParts(result.text).at(-1)).toMatch(/[0-9]$/);
        expect(result.text.endsWith(result.ending)).toBe(true);
        expect(result.text.endsWith(result.appended)).toBe(true);
        expect(result.appended).toBe(footer.byProvider === true ? result.ending : '');
      }),
      { numRuns: 500 },
    );
    expect(endings).toBeGreaterThan(150);
  });

  it('is submitted and appended without a gap: both together are what was counted', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(ours, ovh, smsmode), fc.boolean(), (value, footer, gsm7) => {
        const result = composeText(value, { footer, gsm7 });
        if (result.kind !== 'text') return;
        const appended = appendedByProvider(result.text, footer);
        const submitted = result.text.slice(0, result.text.length - appended.length);
        expect(submitted + appended).toBe(result.text);
        if (footer.byProvider !== true) expect(appended).toBe('');
      }),
    );
  });

  it('never costs more with --gsm7, and says what it was before', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(ours, ovh, null), (value, footer) => {
        const [as, changed] = [false, true].map((gsm7) => composeText(value, { footer, gsm7 }));
        if (as?.kind !== 'text' || changed?.kind !== 'text') return;
        expect(as.written).toBeNull();
        expect(changed.written).toBe(changed.text === as.text ? null : as.text);
        expect(countSegments(changed.text).segments).toBeLessThanOrEqual(countSegments(as.text).segments);
      }),
    );
  });

  it('replaces in a footer of ours, never in one that the provider writes', () => {
    const curly = { text: 'Pour l’arrêt… STOP {{ stop }}'.replace('ê', 'e'), stop: '36184' };
    expect(composed('Bonjour', curly, true).text).toBe("Bonjour\nPour l'arret... STOP 36184");
    const theirs = { ...curly, byProvider: true };
    expect(composed('L’été', theirs, true)).toMatchObject({ text: `L’été\n${renderFooter(theirs)}`, written: null });
    expect(composed('L’été', ovh, true)).toMatchObject({ text: "L'été\nSTOP 36184", written: 'L’été\nSTOP 36184' });
  });
});

describe('the own words of a template', () => {
  it('are what stands outside tags and comments', () => {
    expect(ownWords('a{{ ê }}b{% if x == "î" %}c{% endif %}{% comment %} û {{ ô }} {% endcomment %}d')).toBe(
      'a b c  d',
    );
  });

  it('show what is replaced in them, and nothing where not all can be', () => {
    expect(replacedInTemplate('L’été, {{ prenom | default: "l’ami" }} …')).toBe(
      'L\'été, {{ prenom | default: "l’ami" }} ...',
    );
    expect(replacedInTemplate("L'été, {{ prenom }}")).toBeNull();
    expect(replacedInTemplate('L’été {{ prenom }} ça')).toBeNull();
  });
});
