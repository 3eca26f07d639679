import { describe, expect, it } from 'vitest';
import { parseConfig, type Config } from '../../src/config/config.js';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import {
  appendedFooters,
  countryAdvice,
  priceAdvice,
  refuseDestinations,
  refuseOtherProvidersCode,
  unpricedOf,
} from '../../src/flows/destinations.js';
import { invariant, OperatorError } from '../../src/errors.js';
import { formatsOf } from '../../src/words/formats.js';
import { speak } from '../../src/words/speak.js';

interface Asked {
  readonly footers?: string;
  /** The provider that the simulator stands for. */
  readonly standsFor?: string;
}

function configOf({ footers = '[footer.FR]\ntext = "STOP au {{ stop }}"\nstop = "36184"', standsFor }: Asked): Config {
  const text = `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
${footers}
[limits]
countries = ["FR", "BE", "CH"]
[provider]
use = "simulator"
price = { FR = "0.065", BE = "0.09" }
${standsFor === undefined ? '' : `[providers.simulator]\nstands_for = "${standsFor}"`}`;
  return parseConfig(text, 'smsctl.toml', { profileIds: profileIds() });
}

function purpose(name: string) {
  const found = builtInPurposes.get(name);
  invariant(found !== undefined, 'built in');
  return found;
}

/** What a refusal says to the operator, with its kind. */
function refusal(use: () => void): string {
  try {
    use();
  } catch (error) {
    if (error instanceof OperatorError) return `${error.kind}: ${speak(error.problem, formatsOf('en'))}`;
    throw error;
  }
  return 'none';
}

const message = { sender: 'AMISDUPARC', purpose: purpose('association'), template: 'Bonjour' };
const config = configOf({});

function keysFor(countries: readonly string[], differing: Partial<typeof message> = {}, asked: Asked = {}) {
  return countryAdvice({ ...message, ...differing }, configOf(asked), countries).map(({ key }) => key);
}

describe('a country without a price', () => {
  const priced = (price: string): Config =>
    parseConfig(
      `[organisation]\nname = "A"\n[sender]\nid = "AMIS"\ncountry = "FR"\n[provider]\nuse = "simulator"\nprice = ${price}`,
      'smsctl.toml',
      { profileIds: profileIds() },
    );

  it('is warned about, unless the configuration says that nothing is paid there', () => {
    const keysOf = (advice: readonly { readonly key: string }[]): readonly string[] => advice.map(({ key }) => key);
    expect(keysOf(priceAdvice(unpricedOf(config, ['CH'])))).toEqual(['flows.noPrice']);
    expect(keysOf(priceAdvice([]))).toEqual([]);
    expect(unpricedOf(priced('{ FR = "0" }'), ['CH', 'FR', 'RE'])).toEqual(['CH']);
    expect(unpricedOf(priced('{ FR = "0.06", default = "0.00" }'), ['CH', 'FR'])).toEqual(['FR']);
  });
});

describe('countryAdvice', () => {
  it('says nothing of a country that the plan does not reach', () => {
    expect(keysFor(['FR'], {}, { standsFor: 'ovhcloud' })).toEqual([]);
  });

  it('warns where operators rewrite the sender', () => {
    expect(keysFor(['BE'])).toEqual(['config.senderRewrittenThere']);
  });

  it('asks about the French STOP code for overseas territories without a footer of their own', () => {
    expect(keysFor(['GP'])).toContain('flows.overseasCode');
  });

  it('tells once whose a STOP code is, and nothing to a message without a way out', () => {
    expect(keysFor(['FR', 'GP', 'RE']).filter((key) => key === 'texts.knownCode')).toHaveLength(1);
    expect(keysFor(['FR'], { purpose: purpose('information') })).toEqual([]);
    const said = countryAdvice(message, config, ['FR']).map((one) => speak(one, formatsOf('en')));
    expect(said).toEqual([
      'STOP code 36184: known as that of OVHcloud (ovh/docs: API cookbook "STOP 36184 preceded by a newline", guide "mention STOP: 11 caractères"; verified in the source); check that your provider gave it to you',
    ]);
  });

  it.each([
    ['36111', 'its owner is not established'],
    ['36789', 'Sofy / SoReach'],
    ['39999', 'none that is known here'],
  ])('says what is known of %s', (stop, words) => {
    const footers = `[footer.FR]\ntext = "STOP {{ stop }}"\nstop = "${stop}"`;
    const [said, ...others] = countryAdvice(message, configOf({ footers }), ['FR']);
    invariant(said !== undefined, 'a code is told');
    expect(speak(said, formatsOf('en'))).toContain(words);
    expect(others).toEqual([]);
  });

  it('asks for proof where the configuration alone says that the provider appends', () => {
    const footers = '[footer.FR]\ntext = "STOP {{ stop }}"\nstop = "36184"\nby_provider = true';
    expect(keysFor(['FR'], {}, { footers })).toEqual(['texts.knownCode', 'texts.appendsUnproved']);
    expect(keysFor(['FR', 'RE'], {}, { footers, standsFor: 'ovhcloud' })).not.toContain('texts.appendsUnproved');
    expect(keysFor(['FR'], { purpose: purpose('information') }, { footers })).toEqual([]);
  });

  it('does not ask about a number of one’s own', () => {
    const footers = '[footer.FR]\ntext = "STOP au {{ stop }}"\nstop = "+33937001234"';
    expect(keysFor(['FR'], {}, { footers })).toEqual([]);
  });

  it('wants advertising to Spain to say that it is, and nothing of a message that is none', () => {
    expect(keysFor(['ES'])).toContain('texts.advertisingNotMarked');
    for (const template of ['Publi: bonjour', 'PUBLI Amis : bonjour', 'Amis (publicidad) : bonjour']) {
      expect(keysFor(['ES'], { template })).not.toContain('texts.advertisingNotMarked');
    }
    expect(keysFor(['ES'], { template: 'République, publication' })).toContain('texts.advertisingNotMarked');
    expect(keysFor(['ES'], { purpose: purpose('information') })).not.toContain('texts.advertisingNotMarked');
    expect(keysFor(['FR', 'CH'])).not.toContain('texts.advertisingNotMarked');
    const said = countryAdvice(message, config, ['ES']).map((one) => speak(one, formatsOf('en')));
    expect(said).toContainEqual(expect.stringMatching(/^ES: .*“Publi” \(LSSI art\. 20/));
  });

  it('warns of a STOP code in a text that needs no way out: nobody looks whose it is', () => {
    const functional = { purpose: purpose('information') };
    expect(keysFor(['FR'], { ...functional, template: 'Rendez-vous à 10 h. STOP au 36180' })).toEqual([
      'texts.needlessStop',
    ]);
    expect(keysFor(['FR'], { ...functional, template: 'Le bus ne s’arrête pas au stop 36' })).toEqual([]);
    expect(keysFor(['FR'], { template: 'Bonjour. STOP au 36184' })).not.toContain('texts.needlessStop');
  });

  it('wants the name first where a number sends to French people, and the right series of short codes', () => {
    const sofy = { standsFor: 'ovhcloud' };
    expect(keysFor(['FR'], { sender: '36184' }, sofy)).toEqual(['texts.nameNotFirst']);
    expect(keysFor(['FR'], { sender: '36184', template: 'Les amis du parc : bonjour' }, sofy)).toEqual([]);
    expect(keysFor(['FR'], { sender: '38184', template: 'LES AMIS DU PARC, bonjour' }, sofy)).toEqual([
      'texts.shortCodeKind',
    ]);
    const functional = { purpose: purpose('information'), template: 'Les Amis du Parc : bonjour' };
    expect(keysFor(['FR'], { sender: '36184', ...functional }, sofy)).toEqual(['texts.shortCodeKind']);
    expect(keysFor(['FR'], { sender: '38184', ...functional }, sofy)).toEqual([]);
    expect(keysFor(['BE'], { sender: '38184' }, sofy)).toEqual([]);
  });
});

describe('the code of a provider', () => {
  const code = (stop: string, country = 'FR') => `[footer.${country}]\ntext = "STOP {{ stop }}"\nstop = "${stop}"`;

  it('is refused where the facts name another one, with both codes and the source', () => {
    const wrong = configOf({ footers: code('36180'), standsFor: 'ovhcloud' });
    expect(refusal(() => refuseOtherProvidersCode(wrong))).toMatch(
      /^config: smsctl\.toml: the way out for FR sends STOP to 36180, but the code of OVHcloud there is 36184 \(ovh\/docs/,
    );
    expect(() => refuseOtherProvidersCode(configOf({ footers: code('36180'), standsFor: 'allmysms' }))).not.toThrow();
    expect(() => refuseOtherProvidersCode(configOf({ footers: code('36180') }))).not.toThrow();
  });

  it('is refused also where the text of the footer writes it out', () => {
    const footers = '[footer.FR]\ntext = "STOP 36111 ou {{ stop_url }}"\nstop_url = "https://parc.example/s"';
    const refused = refusal(() => refuseOtherProvidersCode(configOf({ footers, standsFor: 'octopush' })));
    expect(refused).toMatch(/36111.*30101/);
  });

  it('is another one overseas, where a provider has one for them', () => {
    const sofy = configOf({ footers: code('36229'), standsFor: 'sofy' });
    expect(() => refuseOtherProvidersCode(sofy)).not.toThrow();
    expect(() => refuseDestinations(message, sofy, { FR: 3 })).not.toThrow();
    expect(refusal(() => refuseDestinations(message, sofy, { FR: 3, RE: 1 }))).toMatch(/RE sends STOP to 36229.*36789/);
    const both = configOf({ footers: `${code('36229')}\n${code('36789', 'RE')}`, standsFor: 'sofy' });
    expect(() => refuseDestinations(message, both, { FR: 3, RE: 1 })).not.toThrow();
    const functional = { ...message, purpose: purpose('information') };
    expect(() => refuseDestinations(functional, sofy, { RE: 1 })).not.toThrow();
  });
});

describe('a sender that a country refuses', () => {
  it('ends the whole plan, naming countries, people and the ways out', () => {
    const asked = (): void => refuseDestinations(message, config, { FR: 10, US: 2, CA: 1 });
    expect(refusal(asked)).toMatch(/^notPermitted: .*US \(2 recipients; Telnyx.*CA \(1 recipient; Telnyx/);
    expect(() => refuseDestinations({ ...message, sender: '36184' }, config, { US: 2 })).not.toThrow();
    expect(() => refuseDestinations(message, config, { FR: 10, BE: 3, IT: 1 })).not.toThrow();
  });
});

describe('what a provider appends by itself', () => {
  const association = purpose('association');

  it.each([
    [{ standsFor: 'ovhcloud' }, ['STOP 36184']],
    [{ standsFor: 'ovhcloud', footers: '' }, ['STOP 36184']],
    [{ standsFor: 'smsmode', footers: '' }, ['STOP 36034']],
    [{ standsFor: 'octopush', footers: '' }, []],
    [{}, []],
    [{ footers: '[footer.default]\ntext = "STOP {{ stop }}"\nstop = "8000"\nby_provider = true' }, ['STOP 8000']],
    [
      { standsFor: 'ovhcloud', footers: '[footer.FR]\ntext = "STOP {{ stop }}"\nstop = "36184"\nby_provider = false' },
      [],
    ],
    [
      { standsFor: 'ovhcloud', footers: '[footer.FR]\ntext = "Stop {{ stop_url }}"\nstop_url = "https://a.example/s"' },
      [],
    ],
  ])('follows the facts and the configuration: %j', (asked: Asked, footers) => {
    expect(appendedFooters(configOf(asked), association, ['FR'])).toEqual(footers);
    expect(appendedFooters(configOf(asked), purpose('information'), ['FR'])).toEqual([]);
  });
});
