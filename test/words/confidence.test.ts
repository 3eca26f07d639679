import { describe, expect, it } from 'vitest';
import { senderWarningPhrase, senderWarnings } from '../../src/core/campaign/sender-id.js';
import { profileById, profileIds } from '../../src/core/schedule/profiles.js';
import { citation } from '../../src/words/confidence.js';
import { formatsOf } from '../../src/words/formats.js';
import { phrase } from '../../src/words/phrase.js';
import { speak } from '../../src/words/speak.js';

const [en, fr] = [formatsOf('en'), formatsOf('fr')];

describe('citation', () => {
  it.each([
    ['verified-in-source', 'UWG; verified in the source', 'UWG ; vérifié dans la source'],
    ['secondary-source', 'UWG; from a secondary source', 'UWG ; d’après une source secondaire'],
    [
      'general-knowledge',
      'UWG; general knowledge, not read in the source',
      'UWG ; savoir général, non relu dans la source',
    ],
    ['own-rule', 'UWG', 'UWG'],
  ])('of what is %s', (confidence, english, french) => {
    expect(citation({ source: 'UWG', confidence }, 'en')).toBe(english);
    expect(citation({ source: 'UWG', confidence }, 'fr').replaceAll(/\s/g, ' ')).toBe(french);
  });
});

describe('how well a source was checked is told with it', () => {
  it.each([...profileIds(), 'US/TX+FR/strict'])('of the hours %s', (id) => {
    const words = phrase('check.hoursSource', profileById(id)!);
    expect(speak(words, en)).toMatch(/; (?:verified in the source|from a secondary source|general knowledge.*)$/);
    expect(speak(words, fr)).toMatch(/vérifié dans la source$|d’après une source secondaire$|non relu dans la source$/);
  });

  it('of what operators do with a sender', () => {
    const [spain] = senderWarnings('AMISDUPARC', 'ES').map(senderWarningPhrase);
    expect(speak(spain!, en)).toContain('unregistered names are blocked; from a secondary source)');
    const [overseas] = senderWarnings('AMISDUPARC', 'RE').map(senderWarningPhrase);
    expect(speak(overseas!, fr)).toContain('savoir général');
  });

  it('of both sources, where two profiles hold, in French too', () => {
    const said = speak(phrase('check.hoursSource', profileById('US/TX+FR/strict')!), fr);
    expect(said).toContain('loi de l’État');
    expect(said).toContain('usage des prestataires');
  });
});
