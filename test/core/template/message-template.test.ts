import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../src/core/template/message-template.js';

const zoe = new Map([
  ['Prénom', ' Zoé '],
  ['prenom', ' Zoé '],
  ['Code postal', '75011'],
  ['code_postal', '75011'],
  ['nom', ' \t\u00a0'],
  ['places', '3'],
  ['prix', '12.50'],
  ['remarque', 'n.c.'],
  ['un', '1'],
  ['neuf', '9'],
  ['dix', '10'],
  ['virgule', '12,50'],
  ['postal', '01000'],
  ['date', '2026-03-10'],
  ['heure', '2026-03-29T02:30'],
  ['liquid', '{{ 1 }}{% if x %}'],
  ['html', '<b>&"\''],
]);

function rendered(source: string): string {
  const result = compileTemplate(source, 'template').render(zoe);
  return result.kind === 'text' ? result.text : `${result.kind}: ${result.field}`;
}

describe('a rendered template', () => {
  it.each([
    ['Bonjour {{ prenom | default: "cher membre" }} !', 'Bonjour Zoé !'],
    ['Bonjour {{ nom | default: "cher membre" }} !', 'Bonjour cher membre !'],
    ['Bonjour {{ surnom | default: "cher membre" }} !', 'Bonjour cher membre !'],
    ['{{ Prénom }} {{ Prenom }} {{ PRENOM }} {{ ["Code postal"] }} {{ Code_Postal }}', 'Zoé Zoé Zoé 75011 75011'],
    ['{{ prenom | upcase }}{{ prenom | truncate: 2, "" }}{{ prenom.size }}', 'ZOÉZo3'],
    ['{{ liquid }}', '{{ 1 }}{% if x %}'],
    ['{{ html }}', '<b>&"\''],
    ['{{ html | raw }}', '<b>&"\''],
    ['{% raw %}{{ x }}{% endraw %}', '{{ x }}'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['{% comment %}{% if %}{% endcomment %}a', 'a'],
    ['{% if nom %}x{% endif %}  ', '  '],
    ['{% for jour in (1..3) %}{{ jour }}{% unless forloop.last %}, {% endunless %}{% endfor %}', '1, 2, 3'],
    ['{% for i in (1..places) %}*{% endfor %}', '***'],
    ['{{ places | plus: 1 }} {{ prix | times: 2 }}', '4 25'],
    ['{{ "1.1" | times: 3 }} {{ 0.1 | plus: 0.2 }} {{ "4.35" | times: 100 | floor }}', '3.3 0.3 435'],
    ['{{ 10 | divided_by: 3.0 | round: 2 }} {{ "9007199254740991" | minus: 1 }}', '3.33 9007199254740990'],
    ['{{ "a,b" | split: "," | join: " et " }}', 'a et b'],
    ['{{ 0 | default: 5 }}', '0'],
  ])('%j reads %j', (source, text) => {
    expect(rendered(source)).toBe(text);
  });

  it.each([
    ['{{ prenom | split: "" | join: "." }}', '😀.Z.o.é'],
    ['{{ prenom | split: "" | first }}{{ prenom | first }}{{ prenom[0] }}{{ prenom | slice: 0 }}', '😀😀😀😀'],
    ['{{ prenom | split: "" | reverse | join: "" }}', 'éoZ😀'],
    ['{{ prenom | replace: "", "-" }}{{ prenom | remove: "" }}', '😀-Z-o-é😀Zoé'],
    ['{{ prenom | size }}{{ prenom.size }}{{ prenom | truncate: 2, "" }}', '44😀Z'],
    ['{{ emoji | last }}{{ emoji[-1] }}{{ emoji | slice: -1 }}', '👋👋👋'],
    ['{% assign parts = prenom | split: "" %}{% for part in parts limit: 1 %}{{ part }}{% endfor %}', '😀'],
    ['{{ prenom | truncatewords: 1 }}', '😀Zoé'],
    ['{{ "un deux trois" | truncatewords: 2 }} {{ "un deux" | truncatewords: 2, "" }}', 'un deux... un deux'],
    [
      '{{ "un deux trois" | truncatewords: 2, "" }}{{ "un" | truncatewords: 0 }}{{ "un deux" | truncatewords }}',
      'un deuxunun deux',
    ],
    ['{{ "a;b" | split: ";" | size }}{{ "a;b" | split: ";" | last }}', '2b'],
  ])('%j keeps characters whole', (source, text) => {
    const cells = new Map([
      ['prenom', '😀Zoé'],
      ['emoji', 'a👋'],
    ]);
    expect(compileTemplate(source, 'template').render(cells)).toEqual({ kind: 'text', text });
  });

  it.each([
    ['{{ nom }}', 'nom'],
    ['{{ inconnu }}', 'inconnu'],
    ['{{ nom | upcase | append: "!" }}', 'nom'],
    ['{{ "Bonjour " | append: nom }}', 'nom'],
    ['{{ surnom | default: nom }}', 'nom'],
    ['{% assign salut = nom | capitalize %}{{ salut }}', 'nom'],
    ['{% capture salut %}Bonjour {{ nom }}{% endcapture %}{{ salut }}', 'nom'],
    ['{% assign mots = prenom | split: " " %}{{ mots[1] }}', 'mots'],
    ['{% if vip %}{% assign salut = "Cher" %}{% endif %}{{ salut }}', 'salut'],
    ['{{ prenom.surnom }}', 'prenom'],
    ['{{ contact.prenom }}', 'contact'],
    ['{{ prenom }} {{ nom }} {{ autre }}', 'nom'],
  ])('%j leaves out for %s', (source, field) => {
    expect(rendered(source)).toBe(`missing_field: ${field}`);
  });

  it.each([
    ['{{ remarque | times: 2 }}', 'remarque'],
    ['{{ prix | divided_by: 0 }}', 'prix'],
    ['Bonjour {{ prenom }}, {{ remarque | plus: 1 }}', 'remarque'],
  ])('%j can not use what %s holds, which is not missing', (source, field) => {
    expect(rendered(source)).toBe(`unfit_field: ${field}`);
  });

  it('is a defect where it fails otherwise than by a cell', () => {
    const cells = { get: () => Symbol('no text') } as unknown as ReadonlyMap<string, string>;
    expect(() => compileTemplate('{{ prenom }}', 'template').render(cells)).toThrow(TypeError);
  });

  it.each([
    ['{% if nom %}a{% else %}b{% endif %}', 'b'],
    ['{% if inconnu %}a{% elsif nom %}b{% else %}c{% endif %}', 'c'],
    ['{% unless nom %}a{% endunless %}', 'a'],
    ['{% if prenom and nom %}a{% else %}b{% endif %}', 'b'],
    [
      '{% if nom == "" %}1{% endif %}{% if nom == blank %}2{% endif %}{% if nom == nil %}3{% endif %}{% if nom != empty %}4{% endif %}',
      '123',
    ],
    ['{% if nom > 3 %}a{% elsif nom.size > 3 %}b{% else %}c{% endif %}', 'c'],
    ['{% case nom %}{% when "M" %}m{% when "" %}vide{% endcase %}', 'vide'],
    ['{% case prenom %}{% when "Zoé" %}z{% else %}?{% endcase %}', 'z'],
    ['{% assign n = nom | strip %}{% if n %}a{% else %}b{% endif %}', 'b'],
    ['{% if nom %}Cher {{ nom }}{% else %}Bonjour{% endif %}', 'Bonjour'],
    ['{% for x in nom %}x{% else %}rien{% endfor %}', 'rien'],
    ['{{ nom | strip | upcase | default: "x" }}', 'x'],
  ])('%j: an empty field is false, and no reason to leave out', (source, text) => {
    expect(rendered(source)).toBe(text);
  });

  it.each([
    // A cell is text, and 1 never was "1": « vos 1 places » for everybody.
    ['{% if un == 1 %}votre place{% else %}vos {{ un }} places{% endif %}', 'votre place'],
    ['{% if un != 1 %}plusieurs{% else %}une{% endif %}', 'une'],
    ['{% if 1 == un and un == "1" and prix == 12.50 %}a{% else %}b{% endif %}', 'a'],
    ['{% if postal == "1000" %}a{% elsif postal == 1000 %}b{% else %}c{% endif %}', 'b'],
    ['{% if remarque == 1 or nom == 1 or nom < 1 or inconnu >= 0 %}a{% else %}b{% endif %}', 'b'],
    // By their letters 9 would come after 10.
    ['{% if neuf < dix and dix > "9" and neuf <= 9 and prix > neuf %}a{% else %}b{% endif %}', 'a'],
    ['{% if date > "2026-03-09" and prenom > "Ana" %}a{% else %}b{% endif %}', 'a'],
    ['{% case un %}{%- when "x" , "1" or "2" -%}a{% endcase %}', 'a'],
    ['{% capture un %}x{% endcapture %}{%capture "b"%}y{%endcapture%}{{ un }}{{ b }}', 'xy'],
    [
      '{% comment %}{% when "x" "y" %}{% capture a b %}{% endcomment %}{% raw %}{% when a b %}{% endraw %}',
      '{% when a b %}',
    ],
    ['{% assign n = un | plus: 0 %}{% case n %}{% when 1 %}a{% else %}b{% endcase %}', 'a'],
    ['{% case un %}{% when "1" %}a{% else %}b{% endcase %}', 'a'],
  ])('%j compares numbers in cells as numbers', (source, text) => {
    expect(rendered(source)).toBe(text);
  });

  it.each(['{% if remarque > 5 %}a{% else %}b{% endif %}', '{% if virgule >= 5 %}a{% else %}b{% endif %}'])(
    '%j leaves out where nobody knows whether it holds',
    (source) => {
      expect(rendered(source)).toMatch(/^unfit_field: /);
    },
  );

  it('writes ISO dates without clock or time zone, and leaves other texts as they are', () => {
    expect(rendered('{{ date | date: "%A %-d %B %Y", "fr" }}')).toBe('mardi 10 mars 2026');
    expect(rendered('{{ date | date }}')).toBe('10/03/2026');
    expect(rendered('{{ heure | date: "%H:%M %Q%%" }}')).toBe('02:30 %Q%');
    expect(rendered('{{ "2026-02-01" | date: "%A %-d %B, %-d/%m", "fr" }}')).toBe('dimanche 1er février, 1/02');
    expect(rendered('{{ "2026-02-11" | date: "%e %b", "fr" }} {{ "2026-02-01" | date: "%e %B", "en" }}')).toBe(
      '11 févr. 1 February',
    );
    expect(rendered('{{ "10/03/2026" | date: "%d" }} {{ "10:30" | date: "%d" }}')).toBe('10/03/2026 10:30');
  });

  it('has line feeds for the line breaks of a cell, as for its own', () => {
    const cells = new Map([['adresse', '1 rue du Parc\r\n75011 Paris\rFrance\r\n']]);
    for (const source of ['a\r\n{{ adresse }}', 'a\n{{ adresse | upcase | downcase }}']) {
      const { text } = compileTemplate(source, 'template').render(cells) as { readonly text: string };
      expect(text.toLowerCase()).toBe('a\n1 rue du parc\n75011 paris\nfrance');
    }
  });

  it('names days and months in the language of the organisation, unless the text says another', () => {
    const template = '{{ date | date: "%A %-d %B" }}|{{ date | date: "%A", "EN" }}';
    expect(compileTemplate(template, 'template', 'fr').render(zoe)).toEqual({
      kind: 'text',
      text: 'mardi 10 mars|Tuesday',
    });
  });

  it('lists its variables by plain name, once, without what it assigns', () => {
    const { variables } = compileTemplate(
      '{{ Prénom }}{{ prenom }}{% if Ville %}{% endif %}{% assign prix = prix | times: 2 %}{{ prix }}{% assign a = 1 %}{{ a }}' +
        '{% for i in (1..nombre) %}{{ i }}{{ forloop.index }}{% endfor %}{% capture c %}{{ rue }}{% endcapture %}{{ c }}' +
        '{{ x | default: y }}{% case z %}{% when w %}{% endcase %}',
      'template',
    );
    expect(variables).toEqual(['prenom', 'ville', 'prix', 'nombre', 'rue', 'x', 'y', 'z', 'w']);
  });

  it('keeps its source, with line feeds', () => {
    expect(compileTemplate('a\r\nb', 'template').source).toBe('a\nb');
  });
});

describe('hostile templates and rows', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'globals', 'size'])(
    'finds nothing under %s',
    (name) => {
      for (const cells of [new Map<string, string>(), zoe]) {
        const result = compileTemplate(`{{ ${name} }}`, 'template').render(cells);
        expect(result.kind).toBe('missing_field');
        expect(compileTemplate(`{% if ${name} %}a{% else %}b{% endif %}`, 'template').render(cells)).toEqual({
          kind: 'text',
          text: 'b',
        });
      }
    },
  );

  it.each(['constructor', '__proto__', 'equals', 'valueOf', 'toLiquid', 'liquidMethodMissing', 'field', 'toString'])(
    'finds nothing behind the dot .%s',
    (part) => {
      expect(rendered(`{{ prenom.${part} }}`)).toBe('missing_field: prenom');
      expect(rendered(`{{ nom.${part} }}`)).toBe('missing_field: nom');
      expect(rendered(`{{ prenom.${part}.${part} }}`)).toBe('missing_field: prenom');
    },
  );

  it('does not let a template reach outside by assigning prototype names', () => {
    expect(rendered('{% assign __proto__ = "x" %}{% assign constructor = "y" %}{{ constructor }}{{ __proto__ }}')).toBe(
      'yx',
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['{% for i in (1..1000000000) %}x{% endfor %}'],
    ['{% for i in (1..1000000) %}{% endfor %}'],
    ['{% for i in (1..100) %}{% for j in (1..100) %}{% for k in (1..100) %}x{% endfor %}{% endfor %}{% endfor %}'],
    ['{% assign a = "0123456789" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}'],
    ['{% assign a = "x,y" | split: "," %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}'],
    [`{% assign a = "${'x'.repeat(5_000)}" %}{% for i in (1..5000) %}{{ a }}{% endfor %}`],
    ['{{ (1..99999999) | join: "x" }}'],
    ['{{ "x" | slice: 0, 99999999999 }}'],
    ['{% for i in (1..100000000) reversed limit: 1 %}x{% endfor %}'],
    [`{% assign a = "aaaaaaaaaa" %}${'{% assign a = a | replace: "a", a %}'.repeat(6)}{{ a }}`],
    [`{% capture a %}x{% endcapture %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(40)}{{ a }}`],
  ])('refuses a bomb at once, and names its line: %s', (source) => {
    expect(() => compileTemplate(`Bonjour\n${source}`, 'template')).toThrow(
      expect.objectContaining({
        kind: 'badInput',
        problem: {
          key: 'template.tooMuchWork',
          values: { file: 'template', line: 2, column: expect.any(Number) as unknown },
        },
      }),
    );
  });

  it('leaves out the recipient whose cell makes the work', () => {
    const template = compileTemplate('{% for i in (1..n) %}{% for j in (1..n) %}x{% endfor %}{% endfor %}', 'template');
    expect(template.render(new Map([['n', '2']]))).toEqual({ kind: 'text', text: 'xxxx' });
    for (const n of ['1000000000', '100000', '1e308', 'Infinity']) {
      expect(template.render(new Map([['n', n]]))).toEqual({ kind: 'too_much_work', field: 'n' });
    }
  });

  it('leaves out whom a bomb behind a condition hits', () => {
    const template = compileTemplate(
      'a{% if vip == "oui" %}{% for i in (1..999999) %}x{% endfor %}{% endif %}',
      'template',
    );
    expect(template.render(new Map())).toEqual({ kind: 'text', text: 'a' });
    expect(template.render(new Map([['vip', 'oui']]))).toEqual({ kind: 'too_much_work', field: 'vip' });
  });

  it('never throws, and prints a cell as it is, whatever the cell holds', () => {
    const template = compileTemplate(
      '{{ a }}|{% if a > 3 %}{{ a | times: 2 }}{% endif %}{% for i in (1..a) %}.{% endfor %}{{ a | date: "%d" }}' +
        '{{ a | split: "," | sort | first }}{{ a | slice: 0, 3 | url_encode }}',
      'template',
    );
    const printing = compileTemplate('{{ a }}', 'template');
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('now', '-1', '1e9', '\ud83d', '{{ a }}')),
        (a) => {
          expect(['text', 'missing_field', 'unfit_field', 'too_much_work']).toContain(
            template.render(new Map([['a', a]])).kind,
          );
          const cell = a.replace(/\r\n?/g, '\n').trim();
          const expected = cell === '' ? { kind: 'missing_field', field: 'a' } : { kind: 'text', text: cell };
          expect(printing.render(new Map([['a', a]]))).toEqual(expected);
        },
      ),
    );
  });

  it('renders a very long cell, for the caller to refuse', () => {
    const a = 'x'.repeat(1_000_000);
    expect(compileTemplate('{{ a }}', 'template').render(new Map([['a', a]]))).toEqual({ kind: 'text', text: a });
  });
});
