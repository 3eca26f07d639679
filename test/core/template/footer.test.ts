import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments } from '../../../src/core/segment/count-segments.js';
import { composeText } from '../../../src/core/template/compose-text.js';
import { renderFooter, type FooterRule } from '../../../src/core/template/footer.js';

const french = { text: 'STOP au {{ stop }}', stop: '36184' };
const swiss = { text: 'Stop: {{ stop_url }}', stopUrl: 'https://parc.example/s/a1' };

/** A text as it is sent with this way out. */
const withFooter = (body: string, footer: FooterRule) => {
  const outcome = composeText(body, { footer, gsm7: false });
  return outcome.kind === 'text' ? { kind: outcome.kind, text: outcome.text } : outcome;
};

describe('renderFooter', () => {
  it('puts code and link in their places', () => {
    expect(renderFooter(french)).toBe('STOP au 36184');
    expect(renderFooter(swiss)).toBe('Stop: https://parc.example/s/a1');
    expect(
      renderFooter({ text: '\r\nSTOP {{stop}}\r\nou {{- stop_url -}}', stop: '36184', stopUrl: 'x.example' }),
    ).toBe('STOP 36184\nou x.example');
  });

  it.each([
    [{ text: '  ' }, 'template.footerEmpty'],
    [{ text: french.text }, 'template.footerValueMissing'],
    [{ text: 'STOP {{ stop }}', stop: ' ' }, 'template.footerValueMissing'],
    [{ ...french, text: 'STOP {{ code }}' }, 'template.footerPlaceholder'],
    [{ ...french, text: 'STOP {{ stop | upcase }}' }, 'template.footerPlaceholder'],
    [{ ...french, text: '{% if stop %}STOP{% endif %}' }, 'template.footerPlaceholder'],
    [{ ...french, text: 'STOP {{ }}' }, 'template.footerPlaceholder'],
  ])('refuses %j', (rule, key) => {
    expect(() => renderFooter(rule)).toThrow(
      expect.objectContaining({ kind: 'config', problem: expect.objectContaining({ key }) }),
    );
  });

  // Lengths as published by OVHcloud, allmysms, Octopush, smsmode and others, separator included.
  it.each([
    ['STOP 36184', 10],
    [' STOP 36184', 11],
    ['\nSTOP 36184', 11],
    ['STOP au 36184', 13],
    [' STOP au 36184', 14],
    ['\nSTOP au 36184', 14],
    ['\r\nSTOP au 36184', 15],
    ['STOP SMS 36184', 14],
    ['STOP SMS au 36184', 17],
    ['Pour ne plus recevoir de SMS : STOP au 36184', 44],
  ])('%j costs %i septets, and is known as a mention', (format, septets) => {
    expect(countSegments(format).units).toBe(septets);
    expect(withFooter(`Bonjour ${format}`, french)).toEqual({ kind: 'text', text: `Bonjour ${format}` });
  });
});

describe('a text with its footer', () => {
  it('appends after one line feed', () => {
    expect(withFooter('Bonjour', french)).toEqual({ kind: 'text', text: 'Bonjour\nSTOP au 36184' });
    expect(withFooter('Bonjour\n', french)).toEqual({ kind: 'text', text: 'Bonjour\nSTOP au 36184' });
    expect(withFooter('Bonjour', swiss)).toEqual({ kind: 'text', text: 'Bonjour\nStop: https://parc.example/s/a1' });
  });

  it.each([
    'stop 36184',
    'Stop: 36184',
    'STOP à 36184',
    'STOP a\u0300 36184',
    'STOP=36184',
    'STOP\u00a0au\u00a036184',
    'STOP36184',
  ])('keeps %j', (mention) => {
    expect(withFooter(`Bonjour. ${mention}`, french)).toEqual({ kind: 'text', text: `Bonjour. ${mention}` });
  });

  it.each(['non STOP ce soir', 'STOP', 'STOP 361840', 'nonstop 36184', '36184', 'au STOP 3618'])(
    'adds to %j',
    (body) => {
      expect(withFooter(body, french)).toEqual({ kind: 'text', text: `${body}\nSTOP au 36184` });
    },
  );

  it.each([
    ['Bonjour STOP au 36111', french, '36111'],
    ['Bonjour STOP 36184 ou STOP 36111', french, '36111'],
    ['Bonjour STOP au 36184', swiss, '36184'],
  ])('refuses another code: %j', (body, rule, found) => {
    expect(withFooter(body, rule)).toEqual({ kind: 'other_stop_code', found });
  });

  it('takes a code written out in the footer for a right one', () => {
    const writtenOut = { text: 'STOP au 36184' };
    expect(withFooter('Bonjour STOP 36184', writtenOut)).toEqual({ kind: 'text', text: 'Bonjour STOP 36184' });
    expect(withFooter('Bonjour STOP 36111', writtenOut)).toEqual({ kind: 'other_stop_code', found: '36111' });
  });

  it('says the same each time: the search keeps no position', () => {
    const body = 'Bonjour STOP au 36184';
    for (let time = 0; time < 3; time++) expect(withFooter(body, french)).toEqual({ kind: 'text', text: body });
  });

  it('keeps the very link, not one that begins like it', () => {
    expect(withFooter('Quitter : https://parc.example/s/a1', swiss).kind).toBe('text');
    expect(withFooter('Quitter : https://parc.example/s/a1', swiss)).toEqual({
      kind: 'text',
      text: 'Quitter : https://parc.example/s/a1',
    });
    expect(withFooter('Voir https://parc.example/s/a1b', swiss)).toEqual({
      kind: 'text',
      text: 'Voir https://parc.example/s/a1b\nStop: https://parc.example/s/a1',
    });
  });

  it('does not add twice, and always leaves a way out', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'STOPau 36184\n:x'), maxLength: 40 }), (body) => {
        const once = withFooter(body, french);
        if (once.kind !== 'text') return;
        expect(once.text).toMatch(/STOP.*36184/is);
        expect(withFooter(once.text, french)).toEqual(once);
      }),
    );
  });
});
