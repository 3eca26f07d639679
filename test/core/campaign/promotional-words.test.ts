import { describe, expect, it } from 'vitest';
import { soundsPromotional } from '../../../src/core/campaign/promotional-words.js';

describe('soundsPromotional', () => {
  it.each([
    ['Prix 10 €', '10 €'],
    ['Seulement 9,90€ samedi', '9,90€'],
    ['un lot de 1 200 €', '1 200 €'],
    ['10 euros à la caisse', '10 euros'],
    ['pour CHF 1’250.50 dès lundi', 'CHF 1’250.50'],
    ['€5 off', '€5'],
    ['Entrée 20 francs', '20 francs'],
    ['nur 1’250 Franken', '1’250 Franken'],
    ['Billet 12.50 Fr. au guichet', '12.50 Fr.'],
    ['Fr. 20.- pro Person', '20.-'],
    ['10 pour cent de moins', '10 pour cent'],
    ['-20% ce soir', '-20%'],
    ['de 10-20 % moins cher', '20 %'],
    ['voir bit.ly/abc', 'bit.ly/abc'],
    ['voir x.fr', 'x.fr'],
    ['voir x.fr.', 'x.fr'],
    ['Voir Amis-du-Parc.fr, merci', 'Amis-du-Parc.fr'],
    ['tout sur (www.amis.example/fête).', 'www.amis.example/fête'],
    ['https://amis.example/p/{{ id }}', 'https://amis.example/p/'],
    ['VOIR BIT.LY/ABC !', 'BIT.LY/ABC'],
    ['boutique.amis.shop?x=1', 'boutique.amis.shop?x=1'],
    ['Entrée gratuite', 'gratuite'],
    ['la gratuité des transports', 'gratuité'],
    ['nos offres, -20% sur x.fr', 'offres'],
    ['Eintritt kostenlos', 'kostenlos'],
    ['viele Angebote', 'Angebote'],
    ['nuovi sconti', 'sconti'],
    ['ingresso gratuito', 'gratuito'],
    ['extra korting', 'korting'],
    ['10 procent minder', '10 procent'],
    ['siehe verein.at', 'verein.at'],
  ])('%s: %s', (text, found) => {
    expect(soundsPromotional(text)).toBe(found);
  });

  it.each([
    'Bonjour M.Dupont, à 12.30',
    'rdv.demain au parc',
    'Réunion samedi.Me prévenir',
    'à 16h.Info à la mairie',
    'le 12.11.2026, salle 3.2',
    'écrivez à jean.me@amis.fr',
    'S.A.V. et S.O.S.',
    'Bonjour {{ prenom }}, ravi de vous voir... ce soir',
    'Les souffrances',
    'version 1.2.3',
    'Treffen am Fr. 20.3. um 18 Uhr',
    'du 12.3.-15.3., salle 20',
    'les Français, 3 francophones et 2 pour centraliser',
  ])('nothing in %s', (text) => {
    expect(soundsPromotional(text)).toBeNull();
  });

  // So long that a search which goes through the text for each of its letters would not end.
  it.each(['a.', 'a-', '1', '1 234 ', '1.', '-', '/', '.'])(
    'reads a text that was made to keep it busy in one go: %j',
    (piece) => {
      const text = piece.repeat(500_000);
      expect(soundsPromotional(text)).toBeNull();
      expect(soundsPromotional(`${text} -20%`)).toBe('-20%');
    },
  );

  it('finds an address as long as a text', () => {
    expect(soundsPromotional('www.'.repeat(500_000)) === `${'www.'.repeat(499_999)}www`).toBe(true);
  });
});
