import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordingLanguages, wordingModels } from '../../src/core/consent/wording.js';
import { testWorkspace, type TestWorkspace } from './test-workspace.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = testWorkspace();
  const toml = workspace.read('smsctl.toml');
  workspace.write(
    'smsctl.toml',
    toml
      .replace(
        'locale = "en"',
        'locale = "en"\nprivacy_url = "https://x.example/privacy"\ncontact = "rights@x.example"',
      )
      .concat('[footer.FR]\ntext = "STOP au {{ stop }}"\nstop = "36184"\n'),
  );
});
afterEach(() => workspace.remove());

const newWording = (name: string, ...more: readonly string[]) =>
  workspace.run('wording', 'new', name, '--purpose', 'marketing', ...more);

describe('wording new', () => {
  it.each(wordingModels.flatMap((model) => wordingLanguages.map((language) => [model, language] as const)))(
    'writes the model %s in %s with who, what for, the ways out and the notice',
    async (model, language) => {
      const purpose = model === 'information' ? 'information' : model;
      const answer = await workspace.json(
        ...['wording', 'new', `form-${language}`, '--purpose', purpose, '--model', model, '--language', language],
      );
      expect(answer).toMatchObject({ id: `form-${language}/1`, verdict: 'recorded', purpose, language, model });
      const text = String(answer['text']);
      // A STOP does not end what is not promotional: there it is no way out.
      expect(text.includes('36184')).toBe(model !== 'information');
      for (const part of ['Les Amis du Parc', 'rights@x.example', 'https://x.example/privacy', 'SMS'])
        expect(text).toContain(language === 'en' && part === 'SMS' ? 'text message' : part);
      expect(text).not.toMatch(/\{\{|\bnull\b|undefined/);
      expect(answer['hash']).toBe(createHash('sha256').update(text).digest('hex'));
    },
  );

  it('keeps a name for one purpose, also in a dry run', async () => {
    expect(await newWording('form')).toMatchObject({ exit: 0 });
    for (const more of [[], ['--dry-run']]) {
      const other = await workspace.run('wording', 'new', 'form', '--purpose', 'survey', ...more);
      expect(other).toMatchObject({ exit: 65 });
      expect(other.err).toContain('not kept: form holds words for marketing, and these are for survey');
      expect(other.err).toContain('for instance form-survey');
    }
    expect(await workspace.run('wording', 'new', 'form-survey', '--purpose', 'survey')).toMatchObject({ exit: 0 });
  });

  it('says what a text of one’s own leaves unsaid, although it is known or was given', async () => {
    const own = 'I agree to {{ purpose }} of Les Amis du Parc by text message. Reply STOP to withdraw.';
    const warned = async (text: string, ...more: readonly string[]) => {
      const answer = await workspace.json('wording', 'new', 'own', '--purpose', 'marketing', '--text', text, ...more);
      return answer['warnings'];
    };
    const privacy = 'the text names no privacy notice: write {{ privacy_url }} into it and keep it anew';
    const unsaid =
      'the sentence of --withdraw stands nowhere in the text: write {{ withdraw }} into it and keep it anew';
    const written = ['--withdraw', 'Write to us.'];
    expect(await warned(own)).toEqual([privacy]);
    expect(await warned(own, ...written)).toEqual([privacy, unsaid]);
    expect(await warned(own, ...written, '--dry-run')).toEqual([privacy, unsaid]);
    expect(await warned(`${own} {{ withdraw }} {{ privacy_url }}`, ...written)).toEqual([]);
    expect(await newWording('model', ...written)).toMatchObject({
      exit: 0,
      err: expect.not.stringContaining('warning') as unknown,
    });
  });

  it('says which file a text was printed to', async () => {
    await workspace.run('wording', 'new', 'form', '--purpose', 'association');
    const printed = await workspace.run('wording', 'print', 'form', '--out', workspace.at('form.txt'));
    expect(printed).toMatchObject({ exit: 0, out: '', err: expect.stringContaining('form/1 is in ') as unknown });
  });

  it('knows the purpose by its usual names, and not by what the organisation is called', async () => {
    const make = (name: string, text: string) =>
      workspace.run('wording', 'new', name, '--purpose', 'association', '--language', 'fr', '--text', text);
    const said = "J'accepte de recevoir de Les Amis du Parc des SMS sur la vie de l’association. Retrait : STOP.";
    expect(await make('vie', said)).toMatchObject({ exit: 0 });
    expect(await make('rien', "J'accepte de recevoir des SMS de Les Amis du Parc. Retrait : STOP.")).toMatchObject({
      exit: 65,
    });
    // What every object has is no field.
    for (const field of ['constructor', 'toString'])
      expect(await make(field.toLowerCase(), `${said} {{ ${field} }}`)).toMatchObject({ exit: 65 });
    const config = workspace.read('smsctl.toml');
    workspace.write('smsctl.toml', config.replace(/name = "[^"]*"/, 'name = "Vie associative de Lyon"'));
    const named = await make('nom', "J'accepte les SMS de Vie associative de Lyon. Retrait : STOP.");
    expect(named).toMatchObject({ exit: 65 });
  });

  it('puts an organisation of any name beside no word that would have to be contracted with it', async () => {
    const answer = await workspace.json('wording', 'new', 'f', '--purpose', 'association', '--language', 'fr');
    expect(answer['text']).toContain("de la part de l'organisme «\u00A0Les Amis du Parc\u00A0»");
  });

  it.each([
    ['I agree to the newsletter', ['controller', 'purpose', 'withdrawal'], 'how to withdraw'],
    ['{{ controller }} sends offers and promotions', ['withdrawal'], 'how to withdraw'],
    ['Offers and promotions. {{ withdraw }}', ['controller'], 'who asks'],
    ['The Amis du Parc write to me. {{ withdraw }}', ['purpose'], 'what for'],
  ])('refuses %s, naming what it lacks: 65', async (text, lacks, told) => {
    const answer = await newWording('form', '--text', text);
    expect(answer).toMatchObject({ exit: 65 });
    expect(answer.err).toContain(told);
    expect(answer.err.match(/^write \{\{/gm)).toHaveLength(lacks.length);
    expect((await workspace.run('wording', 'list')).err).toContain('no text is kept yet');
  });

  it('refuses what leads nowhere out: no short code, no contact, no words of one’s own', async () => {
    workspace.write(
      'smsctl.toml',
      workspace
        .read('smsctl.toml')
        .replace(/\[footer[^]*$/, '')
        .replace(/contact = .*\n/, ''),
    );
    expect(await newWording('form')).toMatchObject({ exit: 65 });
    expect(await newWording('form', '--withdraw', 'You can withdraw at the desk at any time.')).toMatchObject({
      exit: 0,
    });
  });

  it('asks for the words of a purpose of one’s own', async () => {
    const own = ['wording', 'new', 'form', '--purpose', 'partners'];
    expect(await workspace.run(...own)).toMatchObject({ exit: 65 });
    const answer = await workspace.run(...own, '--purpose-words', 'the offers of our partner Les Amis du Parc');
    expect(answer).toMatchObject({ exit: 0 });
    expect(answer.out).toContain('the offers of our partner');
  });

  it('keeps a changed text as a new version and the same text as the one that it is', async () => {
    const text = '{{ controller }} sends {{ purpose }}. {{ withdraw }}';
    await newWording('form', '--text', text);
    expect(await workspace.json('wording', 'new', 'form', '--purpose', 'marketing', '--text', text)).toMatchObject({
      id: 'form/1',
      verdict: 'unchanged',
    });
    expect((await newWording('form', '--text', `${text} Since 2026.`)).err).toContain('kept as form/2');
    const { out } = await workspace.run('wording', 'list', '--json');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ type: 'wording', id: 'form/1', model: null }, { id: 'form/2' }]);
    expect((await workspace.run('audit', 'list', '--json')).out.match(/wording_recorded/g)).toHaveLength(2);
    expect((await workspace.run('wording', 'print', 'form')).out).toContain('Since 2026.');
    expect((await workspace.run('wording', 'print', 'form/1')).out).not.toContain('Since 2026.');
  });

  it('shows in a dry run and keeps nothing', async () => {
    const answer = await newWording('form', '--dry-run');
    expect(answer.out).toContain('offers and promotions');
    expect(await workspace.run('wording', 'print', 'form')).toMatchObject({ exit: 65 });
  });

  it.each([
    [['Form 1'], 'can not name a text'],
    [['form', '--text', 'x', '--model', 'marketing'], 'exclude each other'],
    [['form', '--text', '{{ controler }}'], 'nothing fills in {{ controler }}'],
  ])('refuses %j', async ([name = '', ...more], told) => {
    expect((await newWording(name, ...more)).err).toContain(told);
  });
});

describe('wording print', () => {
  it('makes a form on paper that stands alone, with the id and the hash, and obeys nothing in the text', async () => {
    const text = '<script>alert(1)</script> {{ controller }} & {{ purpose }}. {{ withdraw }}';
    const { hash } = await workspace.json('wording', 'new', 'form', '--purpose', 'marketing', '--text', text);
    const file = workspace.at('form.html');
    expect(await workspace.run('wording', 'print', 'form/1', '--format', 'html', '--out', file)).toMatchObject({
      exit: 0,
    });
    const page = workspace.read('form.html');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|https?:\/\/(?!x\.example)/);
    expect(page).toContain(`form/1 · SHA-256 ${String(hash)}`);
    expect(page).toContain('Signature');
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(await workspace.run('wording', 'print', 'form/1', '--out', file)).toMatchObject({ exit: 64 });
  });
});

describe('a consent that refers to a kept text', () => {
  const header = 'phone,purpose,basis,given_at,method,source,wording';
  const row = (phone: string, wording = ''): string =>
    `${phone},marketing,opt_in,2026-03-01,paper_form,sheet 4,${wording}`;
  const importing = (lines: readonly string[], ...more: readonly string[]) =>
    workspace.run('consent', 'import', workspace.write('c.csv', [header, ...lines].join('\n')), '--json', ...more);

  beforeEach(async () => {
    await newWording('form');
  });

  it('is recorded with its words and their hash, by id, by a name of one version, from a flag or from a row', async () => {
    await importing([row('0639980001', 'form/1'), row('0639980002', 'form')]);
    await importing([row('0639980003')], '--wording', 'form/1');
    const { out } = await workspace.run('wording', 'list', '--json');
    const { text, hash } = JSON.parse(out) as { text: string; hash: string };
    for (const phone of ['0639980001', '0639980002', '0639980003']) {
      const { events } = await workspace.json('consent', 'show', phone);
      expect(events).toMatchObject([{ wording: text, wordingHash: hash, wordingId: 'form/1' }]);
    }
    expect((await workspace.run('consent', 'show', '0639980001')).out).toContain('words shown: form/1: ☐ Yes');
    expect((await workspace.run('consent', 'export')).out).toMatch(new RegExp(`${hash},,,,form/1`));
  });

  it('is refused where nobody can tell which words were shown', async () => {
    await newWording('form', '--text', '{{ controller }} sends {{ purpose }}. {{ withdraw }}');
    const answer = await importing([
      row('0639980001', 'form/9'),
      row('0639980002', 'form'),
      row('0639980003', 'form/2'),
    ]);
    expect(JSON.parse(answer.out)).toMatchObject({ recorded: 1, rejected: { unknown_wording: 2 } });
    expect(await importing([row('0639980004')], '--wording', 'form/9')).toMatchObject({ exit: 64 });
    const add = ['--purpose', 'marketing', '--basis', 'opt_in', '--given-at', '2026-03-01', '--method', 'paper_form'];
    const one = await workspace.run('consent', 'add', '0639980005', ...add, '--source', 's', '--wording', 'form/9');
    expect(one).toMatchObject({ exit: 65 });
  });
});
