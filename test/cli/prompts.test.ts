import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  cliWorkspace,
  memberNumber,
  members,
  MORNING,
  plainEnvironment,
  smsctl,
  TERMS,
  type CliWorkspace,
  type Json,
} from '../support/cli.js';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const ENTER = '\r';
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const CTRL_D = '\u0004';
/** Typed, it closes the input of script(1), which ends that of the terminal. */
const END = '';

interface Answer {
  /** What must be on the screen before it is typed. */
  readonly after: string | RegExp;
  readonly keys: string;
}

/**
 * Runs the program on a pseudo-terminal, which script(1) of util-linux gives, and types the answers.
 * The terminal has both streams on its screen.
 */
function onTerminal(
  space: CliWorkspace,
  args: readonly string[],
  answers: readonly Answer[],
  /** The line of bash in which the command stands. */
  line = (command: string): string => command,
): Promise<{ readonly exitCode: number; readonly screen: string }> {
  const quoted = [process.execPath, smsctl, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 120 rows 40; ${line(quoted)}`, '/dev/null'], {
    cwd: space.folder,
    env: { ...plainEnvironment(space.folder), SHELL: '/bin/bash', TERM: 'xterm', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = [...answers];
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    const [next] = waiting;
    if (next === undefined || !isShown(next.after, stripVTControlCharacters(screen))) return;
    waiting.shift();
    if (next.keys === END) child.stdin.end();
    else child.stdin.write(next.keys);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // Its last words may come after its end.
    child.on('close', (code) =>
      resolve({ exitCode: code ?? -1, screen: stripVTControlCharacters(screen).replaceAll('\r', '') }),
    );
  });
}

function isShown(after: Answer['after'], screen: string): boolean {
  return typeof after === 'string' ? screen.includes(after) : after.test(screen);
}

/** A question about a reply that hears keys: its text, and below it the choice that is marked. */
const asking = (reply: string): RegExp => new RegExp(`${reply}[^●]*●`);

async function withPlan(): Promise<CliWorkspace> {
  const space = await cliWorkspace();
  space.write('members.csv', members(3));
  return space;
}

describe.concurrent('on a terminal', () => {
  it('asks why one writes, as there is no default purpose', async () => {
    const space = await withPlan();
    const plan = ['plan', 'members.csv', '--campaign', 'fete', '--text', 'Bonjour', '--clock', MORNING];
    const asked = await onTerminal(space, plan, [
      { after: 'Why do you write to them?', keys: DOWN },
      { after: '● association', keys: ENTER },
    ]);
    expect(asked.exitCode).toBe(0);
    expect(asked.screen).toContain('Plan of fete (association, from AMISDUPARC)');
  });

  it('says in the language of the screen what each purpose is for', async () => {
    const space = await withPlan();
    const toml = space.read('smsctl.toml');
    space.write('smsctl.toml', `${toml}\n[purposes.kermesse]\nkind = "promotional"\nbases = ["opt_in"]\n`);
    const plan = [
      'plan',
      'members.csv',
      '--campaign',
      'fete',
      '--text',
      'Bonjour',
      '--clock',
      MORNING,
      '--locale',
      'fr',
    ];
    const asked = await onTerminal(space, plan, [{ after: 'kermesse', keys: CTRL_C }]);
    expect(asked.screen).toMatch(
      /● marketing \(prospection, offres\)[^]*○ association \(vie associative\)[^]*○ survey \(sondage ou enquête, sans publicité\)[^]*○ information \(informations pratiques, sans publicité\)[^]*○ kermesse\s/,
    );
  });

  it('shows the plan, asks in the language of the screen, and sends nothing on a no', async () => {
    const space = await withPlan();
    const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--max-cost', '2', '--locale', 'fr'];
    const refused = await onTerminal(space, send, [{ after: 'Envoyer 3 messages pour 0,195\u00A0€', keys: 'n' }]);
    expect(refused.exitCode).toBe(0);
    expect(refused.screen).toMatch(/RÉPÉTITION[^]*3 personnes à qui écrire[^]*Envoyer 3 messages[^]*Non/);
    expect(refused.screen).toContain(
      'Rien n’est parti. Le plan est gardé\u00A0: smsctl send --campaign fete --confirm 3 --max-cost 2',
    );
    expect(space.outbox('fete')).toEqual([]);
  });

  it.each(['o', 'O', 'y', 'oui\r'])('is told yes in French by %j', async (keys) => {
    const space = await cliWorkspace();
    space.write('members.csv', members(3));
    const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--locale', 'fr'];
    const sent = await onTerminal(space, send, [{ after: '(o/n)', keys }]);
    expect(sent.exitCode).toBe(0);
    expect(space.outbox('fete')).toHaveLength(3);
  });

  it.each(['smsctl doctor\r', 'smsctl status party\r', 'ls\r', ' \r', '\u001b[200~oui\u001b[201~\r'])(
    'takes a line that is no answer, %j, for a no: typed ahead it is the next command',
    async (keys) => {
      const space = await withPlan();
      const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--locale', 'fr'];
      // Before the question, and when it stands.
      for (const after of ['', '(o/n)']) {
        const refused = await onTerminal(space, send, [{ after, keys }]);
        expect(refused.exitCode).toBe(0);
        expect(refused.screen).toContain('Rien n’est parti. Le plan est gardé');
      }
      expect(space.outbox('fete')).toEqual([]);
    },
  );

  it('hears the answer after Ctrl-Z and fg', async () => {
    const space = await withPlan();
    const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS];
    const answers = [
      { after: '(y/n)', keys: CTRL_Z },
      { after: 'stopped', keys: 'y' },
    ];
    const sent = await onTerminal(space, send, answers, (command) => `set -m; ${command}; echo stopped; fg`);
    expect(sent.exitCode).toBe(0);
    expect(space.outbox('fete')).toHaveLength(3);
  });

  it('hears a text after Ctrl-Z and fg', async () => {
    const space = await withPlan();
    const answers = [
      { after: 'Name of the organisation', keys: CTRL_Z },
      { after: 'stopped', keys: CTRL_C },
    ];
    const left = await onTerminal(space, ['init', 'other'], answers, (c) => `set -m; ${c}; echo stopped; fg`);
    expect(left.exitCode).toBe(130);
    expect(left.screen).toContain('smsctl: interrupted; the state is safe');
  });

  it('is answered by the arrows and Enter', async () => {
    const space = await withPlan();
    const send = ['send', 'members.csv', '--campaign', 'fete', ...TERMS];
    const sent = await onTerminal(space, send, [
      { after: '(y/n)', keys: UP },
      { after: '● Yes', keys: ENTER },
    ]);
    expect(sent.exitCode).toBe(0);
    expect(space.outbox('fete')).toHaveLength(3);
  });

  it('says that the key was not exchanged on a no', async () => {
    const space = await cliWorkspace();
    const refused = await onTerminal(
      space,
      ['key', 'rotate', '--locale', 'fr'],
      [{ after: 'Remplacer la clé', keys: 'n' }],
    );
    expect(refused.exitCode).toBe(0);
    expect(refused.screen).toContain('rien n’a été changé');
  });

  it('sends on a yes', async () => {
    const space = await withPlan();
    const agreed = await onTerminal(
      space,
      ['send', 'members.csv', '--campaign', 'fete', ...TERMS],
      [{ after: 'Send 3 messages for €0.195?', keys: 'y' }],
    );
    expect(agreed.exitCode).toBe(0);
    expect(agreed.screen).toContain('fete: done');
    expect(space.outbox('fete')).toHaveLength(3);
  });

  it('asks on a terminal that does not know its size', async () => {
    const space = await withPlan();
    const agreed = await onTerminal(
      space,
      ['send', 'members.csv', '--campaign', 'fete', ...TERMS],
      [{ after: 'Send 3 messages for €0.195?', keys: 'y' }],
      (command) => `stty cols 0 rows 0; ${command}`,
    );
    expect(agreed.exitCode).toBe(0);
    expect(agreed.screen).toContain('fete: done');
  });

  it('takes Ctrl-C at a question for an interruption, and keeps the plan', async () => {
    const space = await withPlan();
    const left = await onTerminal(
      space,
      ['send', 'members.csv', '--campaign', 'fete', ...TERMS],
      [{ after: 'Send 3 messages for €0.195?', keys: CTRL_C }],
    );
    expect(left.exitCode).toBe(130);
    expect(left.screen).toContain('smsctl: interrupted; the state is safe');
    expect((await space.run(['status', 'fete', '--json'])).json()).toMatchObject({ state: 'planned', remaining: 3 });
  });

  it('shows what may be an opt-out, one reply after the other, and heeds each answer at once', async () => {
    const space = await cliWorkspace();
    const replies = ['ok stop', 'bus stop', 'moi stop'].map((text, index) => `${memberNumber(index)};${text}`);
    space.write('replies.csv', ['de;texte', ...replies, ''].join('\n'));
    await space.run(['inbox', 'import', 'replies.csv']);
    const reviewed = await onTerminal(
      space,
      ['inbox', 'review'],
      [
        { after: 'Is this an opt-out?', keys: ENTER },
        { after: asking('bus stop'), keys: DOWN },
        { after: '● no: an ordinary answer', keys: ENTER },
        { after: asking('moi stop'), keys: CTRL_C },
      ],
    );
    expect(reviewed.exitCode).toBe(130);
    expect((await space.run(['inbox', 'list', '--json'])).json()).toMatchObject({ waiting: 1, review: 1 });
    expect((await space.run(['suppress', 'check', memberNumber(0), '--json'])).json()).toMatchObject({
      entries: [{ reason: 'stop' }],
    });
  });

  // To the question itself h, j, k and l are arrows.
  it('takes what is written for what it says, and for nothing where it is no answer', async () => {
    const space = await cliWorkspace({ simulator: 'rate = 1000\nlost_answer = 1.0' });
    space.write('members.csv', members(3));
    await space.run(['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--yes']);
    const resolved = await onTerminal(
      space,
      ['resolve', 'fete', '--locale', 'fr'],
      [
        { after: asking('ligne 2'), keys: 'je ne sais pas\r' },
        { after: asking('ligne 3'), keys: 'ok\roui\r' },
        { after: asking('ligne 4'), keys: CTRL_C },
      ],
    );
    expect(resolved.exitCode).toBe(130);
    const log = (await space.run(['audit', 'list', '--campaign', 'fete', '--json'])).lines();
    // On a slow machine the receipts of the others may have come meanwhile, and settled them.
    const byHand = log.filter(({ kind, data }) => kind === 'settlement' && (data as Json)['by'] === 'person');
    expect(byHand).toHaveLength(1);
    const plan = ['plan', 'members.csv', '--campaign', 'noel', '--text', 'Bonjour', '--clock', MORNING];
    const asked = await onTerminal(space, plan, [{ after: 'Why do you write to them?', keys: 'association\r' }]);
    expect(asked.screen).toContain('Plan of noel (association, from AMISDUPARC)');
  });

  it.each([
    ['Ctrl-D', CTRL_D],
    ['the end of its input', END],
  ])('leaves a review at %s with what was decided until then, and nothing else', async (_, keys) => {
    const space = await cliWorkspace();
    const replies = ['ok stop', 'bus stop'].map((text, index) => `${memberNumber(index)};${text}`);
    space.write('replies.csv', ['de;texte', ...replies, ''].join('\n'));
    await space.run(['inbox', 'import', 'replies.csv']);
    const answers = [
      { after: 'Is this an opt-out?', keys: ENTER },
      { after: asking('bus stop'), keys },
    ];
    const left = await onTerminal(space, ['inbox', 'review'], answers);
    expect(left.exitCode).toBe(130);
    expect(left.screen).toContain('smsctl: interrupted; the state is safe');
    expect((await space.run(['inbox', 'list', '--json'])).json()).toMatchObject({ waiting: 0, review: 1 });
  });

  it.each([
    ['yes or no', ['send', 'members.csv', '--campaign', 'fete', ...TERMS], 'Send 3 messages'],
    ['a choice', ['plan', 'members.csv', '--campaign', 'fete', '--text', 'Bonjour'], 'Why do you write to them?'],
    ['a text', ['init', 'new'], 'organisation'],
    ['a passphrase', ['ledger', 'encrypt'], 'assphrase'],
  ])('takes Ctrl-D at a question for %s as an interruption', async (_, args, after) => {
    const space = await withPlan();
    const left = await onTerminal(space, args, [{ after, keys: CTRL_D }]);
    expect(left.exitCode).toBe(130);
  });

  it('asks nobody under --json', async () => {
    const space = await withPlan();
    const ran = await onTerminal(space, ['send', 'members.csv', '--campaign', 'fete', ...TERMS, '--json'], []);
    expect(ran.exitCode).toBe(64);
    expect(JSON.parse(ran.screen)).toMatchObject({ type: 'error', kind: 'usage', exit: 64 });
  });
});
