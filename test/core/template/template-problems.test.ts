import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/errors.js';
import { compileTemplate } from '../../../src/core/template/message-template.js';
import { formatsOf, type Locale } from '../../../src/words/formats.js';
import { speak } from '../../../src/words/speak.js';

function problemOf(source: string): OperatorError {
  try {
    compileTemplate(source, 'avril.txt');
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error(`compiled: ${source}`);
}

function spoken(error: OperatorError, locale: Locale): readonly string[] {
  const formats = formatsOf(locale);
  return [speak(error.problem, formats), error.hint === null ? '' : speak(error.hint, formats)];
}

describe('a template that can not be used', () => {
  it.each([
    ['', 'avril.txt: the template is empty', 'write the message'],
    [' \n', 'avril.txt: the template is empty', 'write the message'],
    ['Bonjour\n {{ prenom', 'line 2, column 2: not closed: {{ prenom', 'close it with }}'],
    ['{{ prenom | default: "x }}', 'line 1, column 1: not closed', 'close the quote before }}'],
    ["{{ l'adresse }}", 'line 1, column 1: not closed', '{{ l_adresse }}'],
    ['a {% if x', 'line 1, column 3: not closed: {% if x', 'close it with %}'],
    ['é😀 {% if x %}b', 'line 1, column 4: the tag "if" is not closed', 'close it with {% endif %}'],
    ['{% if x %}{% for i in (1..2) %}', 'column 11: the tag "for" is not closed', '{% endfor %}'],
    ['a{% raw %}b', 'line 1, column 2: the tag "raw" is not closed', '{% endraw %}'],
    ['{% comment %}b', 'line 1, column 1: the tag "comment" is not closed', '{% endcomment %}'],
    ['a\n{% endif %}', 'line 2, column 1: the tag "endif" has no place here', 'remove it'],
    ['{% if x %}\n{% endfor %}', 'line 2, column 1: the tag "endfor" has no place here', '"if" of line 1'],
    ['{% when 1 %}', 'the tag "when" has no place here', 'remove it'],
    ['{% break %}', 'the tag "break" has no place here', 'remove it'],
    ['{% if a %}{% else if b %}{% endif %}', 'column 11: not understood: {% else if b %}', '{% elsif'],
    ['{% iff x %}', 'line 1, column 1: unknown tag "iff"', 'did you mean if?'],
    ['{% cycle "a" %}', 'unknown tag "cycle"', 'known are: if, '],
    ['{% echo a %}', 'unknown tag "echo"', 'known are'],
    ['{% include "../secret" %}', 'the tag "include" would read another file', 'write its text here'],
    ['{% render "x" %}', 'the tag "render" would read another file', ''],
    ['{% layout "x" %}', 'the tag "layout" would read another file', ''],
    ['{% block x %}{% endblock %}', 'the tag "block" would read another file', ''],
    ['{{ prenom | defualt: "x" }}', 'line 1, column 13: unknown filter "defualt"', 'did you mean default?'],
    ['{% if a | upcase-x %}{% endif %}', 'line 1, column 11: unknown filter "upcase-x"', 'did you mean upcase?'],
    ['{{ a | sample }}', 'unknown filter "sample"', 'known are: abs, append'],
    ['{{ a | where_exp: "x", b }}', 'unknown filter "where_exp"', ''],
    ['{{ Code postal }}', 'line 1, column 4: not understood: {{ Code postal }}', '{{ code_postal }}'],
    ['{{ N° tél. | default: "x" }}', 'not understood', '{{ n_tel }}'],
    ['{{ prenom | default: “ami” }}', 'line 1, column 22: not understood', 'straight ones'],
    ['{{ prenom | default: «ami» }}', 'line 1, column 22: not understood', 'straight ones'],
    ['{{ prenom | default "x" }}', 'line 1, column 21: not understood', 'with a default'],
    ['{{ }}', 'not understood: {{ }}', 'a field is written'],
    ['{% %}', 'not understood: {% %}', 'a field is written'],
    ['{{ prenom | append }}', 'line 1, column 1: not understood', 'a field is written'],
    ['{{ nil }}', 'not understood: {{ nil }}', 'write its plain name: {{ nil_ }}'],
    ['{{ blank }}', 'not understood: {{ blank }}', 'write its plain name: {{ blank_ }}'],
    ['{{ true }}', 'not understood: {{ true }}', 'write its plain name: {{ true_ }}'],
    ['{{ empty | default: "x" }}', 'not understood: {{ empty | default: "x" }}', 'write its plain name: {{ empty_ }}'],
    // It was "Bonjour true" for everybody.
    ['{{ prenom or "membre" }}', 'not understood: {{ prenom or "membre" }}', '{{ first_name | default: last_name }}'],
    ['{{ prenom and nom }}', 'not understood: {{ prenom and nom }}', 'a condition stands in {% if … %}'],
    ['a {{ not prenom | upcase }}', 'line 1, column 3: not understood', 'a condition stands in {% if … %}'],
    // What stood behind the comma was passed over without a word.
    ['{{ prenom, nom }}', 'not understood: {{ prenom, nom }}', 'write each field by itself'],
    ['{{ prenom | upcase, nom }}', 'not understood', 'write each field by itself'],
    ['{{ prenom) }}', 'not understood: {{ prenom) }}', 'write each field by itself'],
    ['{% if prenom, nom %}{% endif %}', 'line 1, column 7: not understood: {% if prenom, nom %}', ''],
    ['{% if a %}{% elsif b, c %}{% endif %}', 'column 20: not understood: {% elsif b, c %}', ''],
    ['{% assign qui = prenom, nom %}', 'not understood: {% assign qui = prenom, nom %}', ''],
    ['{% case prenom, nom %}{% when "a" %}{% endcase %}', 'not understood: {% case prenom, nom %}', ''],
    ['{% case places %}{% when 1 %}a{% endcase %}', 'column 26: not understood: {% when 1 %}', '{% when "1" %}'],
    [
      '{% case a %}{% when "x" "y" %}b{% endcase %}',
      'column 25: not understood: {% when "x" "y" %}',
      'a comma or with or',
    ],
    ['{% case a %}{% when "x" et "y" or "z" %}b{% endcase %}', 'column 25: not understood', '{% when "a", "b" %}'],
    [
      '{% capture un deux %}b{% endcapture %}',
      'column 15: not understood: {% capture un deux %}',
      'a field is written',
    ],
    ['{{ [prenom] }}', 'line 1, column 4: the name of a field can not come from another field', '["First name"]'],
    // What stood behind the list was ignored.
    ['{% for x in a b %}{{ x }}{% endfor %}', 'line 1, column 15: not understood: {% for x in a b %}', 'one list'],
    ['{% for x in a | split: ";" %}{{ x }}{% endfor %}', 'line 1, column 15: not understood', '{% assign parts'],
    ['{% for x in a limit %}{{ x }}{% endfor %}', 'line 1, column 15: not understood', 'limit: N'],
    ['{% for x in a reversed limit: 1 foo: 2 %}{{ x }}{% endfor %}', 'line 1, column 33: not understood', ''],
    ['{% for i in (a..b) %}{% endfor %}', 'line 1, column 13: the range has no number', '(1..seats)'],
    ['{% for i in (100000000000000000..100000000000000010) %}{% endfor %}', 'the range has no number', ''],
    [
      '{{ "now" | date: "%Y" }}',
      'line 1, column 4: a message may not depend on when it is rendered',
      'write the date itself',
    ],
    ['{{ "today" | date: "%Y" }}', 'a message may not depend on when', ''],
    ['{% assign x = "now" %}{{ x | date: "%Y" }}', 'line 1, column 23: a message may not depend on when', ''],
    [
      '{% if x %}'.repeat(30) + '{% endif %}'.repeat(30),
      'line 1, column 201: tags or brackets are nested',
      '{% elsif %}',
    ],
    [`{{ ${'a['.repeat(5_000)} }}`, 'tags or brackets are nested', ''],
    [`{{ ${'('.repeat(15_000)} }}`, 'tags or brackets are nested', ''],
    ['x'.repeat(1_000_000), 'the template has 1,000,000 characters, at most 20,000', 'is this the right file'],
    ['{% if a %}'.repeat(100_000), 'the template has 1,000,000 characters', ''],
  ])('%.60s', (source, problem, hint) => {
    const error = problemOf(source);
    expect(error.kind).toBe('badInput');
    const [saidProblem, saidHint] = spoken(error, 'en');
    expect(saidProblem).toContain('avril.txt');
    expect(saidProblem).toContain(problem);
    expect(saidHint).toContain(hint);
    expect(spoken(error, 'fr').join()).not.toContain('template.');
  });

  it('is explained in French too', () => {
    expect(spoken(problemOf('{{ prenom | defualt: "x" }}'), 'fr')).toEqual([
      'avril.txt, ligne 1, colonne 13\u00a0: filtre inconnu «\u202fdefualt\u202f»',
      'vouliez-vous dire default\u202f?',
    ]);
  });

  it('counts lines the same with CRLF', () => {
    expect(spoken(problemOf('a\r\nb\r\n{{ x'), 'en')[0]).toContain('line 3, column 1');
  });

  it('fails with words or works, whatever is written', () => {
    const piece = fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{%',
        '%}',
        ' a ',
        '|',
        ':',
        '"',
        "'",
        'if',
        'endif',
        'for',
        'in',
        '(1..',
        ')',
        '[',
        ']',
        '.',
        'default',
        '\n',
        'raw',
        'endraw',
      ],
      ...[
        'case',
        'when',
        'assign',
        '=',
        'else',
        'capture',
        'echo',
        'x',
        '-',
        ',',
        '1',
        'é',
        '#',
        'comment',
        'endcomment',
        'not',
        'date',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          compileTemplate(pieces.join(''), 'avril.txt').render(new Map([['a', '1']]));
        } catch (error) {
          expect(error).toBeInstanceOf(OperatorError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
