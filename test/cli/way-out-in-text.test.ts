import { describe, expect, it } from 'vitest';
import { cliWorkspace, configText, members, TERMS } from '../support/cli.js';

const terms = (text: string): readonly string[] => [
  ...['--campaign', 'fete', '--purpose', 'association', '--text', text],
  ...TERMS.slice(-2),
];
const asks = (found: string, sender = 'AMISDUPARC') =>
  `“${found}” asks for an answer, and nobody can answer to a name (${sender}): take it out of the text; the footer's code or link is the way out`;

describe('a text that asks for a STOP as an answer', () => {
  it('is warned about under a name, in plan, preview, check text and test-send', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(2));
    const text = 'Kermesse samedi. Répondez STOP si besoin';
    const plan = await space.run(['plan', 'members.csv', ...terms(text), '--json']);
    expect(plan.json()['warnings']).toContain(asks('Répondez STOP'));
    const preview = await space.run(['preview', 'fete', '--json']);
    expect(preview.lines()).toMatchObject([
      { warnings: [asks('Répondez STOP')] },
      { warnings: [asks('Répondez STOP')] },
    ]);
    expect((await space.run(['preview', 'fete'])).stderr).toContain(asks('Répondez STOP'));
    const check = await space.run(['check', 'text', text, '--json']);
    expect(check.json()).toMatchObject({ encoding: 'GSM-7', warnings: [asks('Répondez STOP')] });
    expect((await space.run(['check', 'text', text])).stderr).toContain('nobody can answer to a name');
    const test = await space.run(['test-send', '--text', text, '--to', '06 39 98 00 01', '--json']);
    expect(test.json()['warnings']).toContain(asks('Répondez STOP'));
  });

  it('is not warned about under a number, nor where a code stands behind it', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    const told = async (text: string, ...more: readonly string[]) => {
      const plan = await space.run(['plan', 'members.csv', ...terms(text), '--fresh', '--json', ...more]);
      return JSON.stringify(plan.json()['warnings']);
    };
    expect(await told('Répondez STOP au 36184')).not.toContain('asks for an answer');
    expect(await told('Bonjour. STOP au 36184')).not.toContain('asks for an answer');
    expect(await told('Répondez STOP', '--sender', '36184')).not.toContain('asks for an answer');
    space.write('smsctl.toml', configText({}).replace('"AMISDUPARC"', '"36184"'));
    expect((await space.run(['check', 'text', 'Répondez STOP', '--json'])).json()).toMatchObject({ warnings: [] });
    // A text is counted beside a broken workspace, too.
    space.write('smsctl.toml', 'broken');
    expect((await space.run(['check', 'text', 'Kermesse', '--json'])).json()).toMatchObject({ units: 8, warnings: [] });
  });

  it('is warned about in a footer of a country that the plan reaches', async () => {
    const space = await cliWorkspace();
    space.write('members.csv', members(1));
    space.write(
      'smsctl.toml',
      configText({})
        .replace(
          'text = "STOP au {{ stop }}"',
          'text = "Répondez STOP ou {{ stop_url }}"\nstop_url = "https://amis.example/s"',
        )
        .replace('stop = "36184"', ''),
    );
    const plan = await space.run(['plan', 'members.csv', ...terms('Kermesse'), '--json']);
    expect(plan.json()['warnings']).toContain(asks('Répondez STOP'));
  });
});

it('a code that no footer names is told with those that they do name, whichever footer comes first', async () => {
  const space = await cliWorkspace();
  space.write('members.csv', members(1));
  const link =
    '[footer.CH]\ntext = "Stop: {{ stop_url }}"\nstop_url = "https://amisduparc.example/stop"\n\n[footer.FR]';
  const config = configText({ tables: '[footer.default]\ntext = "STOP {{ stop }}"\nstop = "36200"\n' });
  space.write('smsctl.toml', config.replace('[footer.FR]', link));
  const ran = await space.run(['plan', 'members.csv', ...terms('Kermesse. STOP au 36999')]);
  expect(ran.exitCode).toBe(65);
  expect(ran.stderr).toContain('the text tells people to send STOP to 36999, the footers to 36184 and 36200');
  const beside = await space.run([
    'plan',
    'members.csv',
    ...terms('Kermesse. STOP au 36200, STOP au 36184, STOP au 36999'),
  ]);
  expect(beside.stderr).toContain('the text tells people to send STOP to 36999, the footers to 36184 and 36200');
  const french = await space.run(['plan', 'members.csv', ...terms('Kermesse. STOP au 36999'), '--locale', 'fr']);
  expect(french.stderr).toContain('STOP au 36999, les mentions STOP disent 36184 et 36200');
});
