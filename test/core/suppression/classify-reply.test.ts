import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyReply, type ReplyVerdict } from '../../../src/core/suppression/classify-reply.js';
import keywords from '../../../src/core/suppression/reply-keywords.data.json' with { type: 'json' };
import data from './reply-vectors.json' with { type: 'json' };
import unhappy from './unhappy-replies.json' with { type: 'json' };

/** Any UTF-16, well-formed or not. */
const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));

const verdictOf = (text: string): ReplyVerdict => classifyReply(text).verdict;

describe('classifyReply on the vectors of the sources', () => {
  it.each(data.vectors)('$text', ({ text, expect: expected }) => {
    expect(verdictOf(text)).toBe(expected);
  });
});

describe('classifyReply on what people write who are unhappy, in seven languages', () => {
  it.each(unhappy.review)('is for a person to read: %s', (text) => {
    expect(verdictOf(text)).toBe('review');
  });

  it.each(unhappy.none)('an ordinary answer in much the same words stays one: %s', (text) => {
    expect(verdictOf(text)).toBe('none');
  });
});

describe('classifyReply', () => {
  it.each([
    'STPO',
    'SOTP',
    'TSOP',
    'Stopp!',
    'stoooop',
    's-t-o-p',
    'S . T . O . P svp',
    '🛑 STOP 🛑',
    'ⓈⓉⓄⓅ',
    '🅂🅃🄾🄿',
    '🆂🆃🅾🅿',
    '🅢🅣🅞🅟',
    '🆂🆃🅾️🅿️ svp',
    'ꜱᴛᴏᴘ',
    'ᴀʀʀᴇᴛᴇᴢ',
    'ᴅᴇꜱᴀʙᴏɴɴᴇᴍᴇɴᴛ',
    'ᴅɪꜱɪꜱᴄʀɪᴠɪ',
    '"stop"',
    '“Stop”',
    '-STOP-',
    '– stop –',
    'STOP36184',
    'stopsvp',
    'stop-pub',
    'STOP–SMS',
    'st op',
    'STOP\n\nEnvoyé de mon iPhone',
    'Stop.\n> Bonjour Zoé, la kermesse du parc, samedi dès 14 h. Venez nombreux avec vos amis et vos enfants',
    'Bonjour, stop svp merci',
    'Bonjour, s’il vous plaît arrêtez de m’envoyer des SMS',
    'arrêtez vos sms !!!',
    'Je ne veux plus de vos messages',
    'Je ne souhaite plus recevoir vos informations',
    'désabonner moi',
    'Désabonnez-moi',
    'Desabonement',
    'désincription',
    'retirez-moi de votre liste',
    'Merci de ne plus me contacter',
    'fin svp',
    'abmelden bitte',
    'Bitte nicht mehr senden',
    'basta',
    'disiscrivimi grazie',
    'Non inviatemi più messaggi',
    'darse de baja',
    'no más sms',
    'uitschrijven aub',
    'please stop texting me',
    'STOP ALL',
    'opt-out',
    "don't text me again",
    'I want to opt out',
    'unsubscribe me from everything you send and never write again',
  ])('opt-out: %s', (text) => {
    expect(verdictOf(text)).toBe('opt_out');
  });

  it.each([
    "please don't stop",
    'bus stop',
    'ne stoppez pas, stop',
    'N’arrêtez pas !',
    'Annuler ma réservation',
    'ok stop',
    'STIP',
    'STOB',
    "please don't remove me from the list",
    'do not unsubscribe me',
    'Ne me désabonnez pas svp',
    'je vous demande par la présente mon désabonnement de toutes vos listes',
    'Désolé, je ne peux pas venir samedi avec vous. Stop',
    'bitte nicht stoppen',
    '🛑',
    'Fin, cordialement',
    'Fin. Merci beaucoup, bonne journée, bonne soirée, bonne continuation, au revoir, bien à vous, cordialement',
    'ok, fin merci',
    'EINDE dank u wel',
    'end pls',
    'Nein danke, danke',
    'Nein danke, liebe Grüsse',
    'Non merci, bonne journée',
    'No grazie, buona giornata',
    'Nee bedankt, groetjes',
    'Bloqué, au revoir',
  ])('neither an opt-out by itself nor ignored: %s', (text) => {
    expect(verdictOf(text)).toBe('review');
  });

  it.each([
    'top !',
    'stp',
    'Super, merci beaucoup',
    'auto-stop',
    'nonstop',
    'Die Anmeldung ist verschickt',
    'À l’arrêt de bus devant la mairie, à 14 h',
    'On se retrouve au step ce soir',
    'shop',
    'Pasta party !',
    'Je ne veux plus de gâteau, merci à tous les deux',
    'La fin de la réunion est à 18 h',
    'Je paie à la fin',
    'Merci, bonne journée',
    'Merci beaucoup et bonne fin de journée',
    'ok, bis Ende Juni. Liebe Grüsse',
    '🅰️🅱️',
    '12345',
    '   ',
    '…',
  ])('none: %s', (text) => {
    expect(classifyReply(text)).toEqual({ verdict: 'none', matched: null });
  });

  it.each([
    ['aide svp', 'help', 'AIDE'],
    ['Hilfe!', 'help', 'HILFE'],
    ['Aiuto', 'help', 'AIUTO'],
    ['Ja', 'opt_in', 'JA'],
    ['Sí', 'opt_in', 'SI'],
    ['anmelden', 'opt_in', 'ANMELDEN'],
    ['stop', 'opt_out', 'STOP'],
    ['SOTP', 'opt_out', 'STOP'],
    ['Keine Werbung mehr', 'opt_out', 'KEINE WERBUNG'],
  ])('%s is %s, by %s', (text, verdict, matched) => {
    expect(classifyReply(text)).toEqual({ verdict, matched });
  });

  it.each([
    'm’écrivez plus svp',
    'Vous ne devriez plus du tout nous envoyer de textos',
    'Supprime-moi de là',
    'necrivez plus',
    'Ne m’appelez plus',
    'Je ne veux plus que vous me contactiez',
    'Merci de ne pas me déranger',
    'je ne veux pas recevoir vos offres',
    'Laissez-nous tranquilles',
    'Laissez-moi en paix',
    'LAISSE MOI',
    'Je m’oppose au traitement de mes données',
    'je m’oppose',
    'Opposition',
    'Résilier',
    'je résilie mon abonnement',
    'Merci de retirer svp mon numéro de vos fichiers',
    'Je retire mon consentement',
    'Ça ne m’intéresse pas',
    'Marre de vos SMS',
    'Cessez',
    'Will you please leave my family and me alone',
    'Leave me be',
    'Don’t call me any more',
    'never write to me again',
    'I object',
    'I do not want these messages',
    'Not interested',
    'Lassen Sie mich in Ruhe',
    'Schreiben Sie mir nicht mehr',
    'Ich möchte keine Nachrichten',
    'Ich widerspreche',
    'Widerspruch',
    'Kündigung',
    'Löschen Sie meine Nummer',
    'Laat me met rust',
    'Stuur me geen berichten',
    'Bel me niet meer',
    'Ik maak bezwaar',
    'Opzeggen',
    'Verwijder mijn nummer',
    'Lasciatemi in pace',
    'Non mi scriva più',
    'Mi oppongo',
    'Disdetta',
    'Cancellate subito il mio numero',
    'Déjenme en paz',
    'No me llamen',
    'Me opongo',
    'Oposición',
    'Borre usted mi número',
    'stopez',
    'Stopez les sms',
    'pas de sms',
    'nein, keine SMS',
    'nee, geen sms',
    'geen sms aub',
    'niente sms',
    'Bitte streichen Sie mich von der Liste',
  ])('a refusal in the words of a person is for a person to read: %s', (text) => {
    expect(verdictOf(text)).toBe('review');
  });

  it.each([
    'Ne m’écrivez plus',
    'Ne m’écrivez plus jamais',
    'Laissez-moi tranquille',
    'Leave me alone!',
    'please leave us alone',
  ])('a refusal that means nothing else is an opt-out: %s', (text) => {
    expect(verdictOf(text)).toBe('opt_out');
  });

  it.each([
    'OK à demain',
    'Je ne viens plus samedi',
    'il n’y a plus de place ?',
    'Il n’y a plus de place ? Appelez-moi',
    'Je vous appelle plus tard',
    'Je ne veux pas rater votre spectacle',
    'Je ne veux pas vous déranger',
    'Pouvez-vous m’appeler plus tard',
    'Envoyez-moi le programme',
    'On ne vient pas, il n’y a plus de train',
    'Je laisse mon fils à 14 h',
    'let me know when it starts',
    'Call me back please',
    'We go away this weekend',
    'I can not come on Saturday',
    'Ich komme nicht mehr',
    'Rufen Sie mich an',
    'Ich schreibe Ihnen morgen',
    'Ik kom niet meer',
    'Bel mij morgen',
    'Non vengo più',
    'Scrivetemi domani',
    'No puedo ir mañana',
    'Llámenme mañana',
    'Je n’ai pas reçu de sms',
    'Merci pour le sms, pas de souci',
    'Wir haben keine Zeit, danke für die SMS',
  ])('an ordinary answer stays one: %s', (text) => {
    expect(verdictOf(text)).toBe('none');
  });

  it.each([
    'Je ne viendrai pas samedi. STOP svp',
    'Je ne viendrai pas samedi, stop merci',
    'Vous m’envoyez trop de sms alors stop s’il vous plaît',
    'Je n’habite plus ici depuis longtemps STOP',
    'Je n’habite plus ici depuis longtemps, stop. Cordialement, Marie',
    'J’ai déjà demandé trois fois que vous arrêtiez, ok stop',
    'Je ne serai plus là de tout le mois de décembre, ok stop',
    'Je ne fais plus partie de la chorale depuis juin. Stop aux messages svp',
    'Je ne fais plus partie de la chorale. Merci, arrêtez ça tout de suite',
    'Je ne fais plus partie de la chorale depuis juin. S.T.O.P',
    'Je vous ai déjà répondu deux fois par un stop',
    'Vous m’écrivez encore après mon stop',
    'ok stop je ne veux pas que vous continuiez comme ça',
    'Je ne suis plus adhérente depuis deux ans – STOP – bonne journée',
    'I moved away two years ago so please stop',
    'I moved away two years ago. Please stop. Thanks, Mary',
    'I already asked you twice last month to stop',
    'We do not live there any more, please cancel',
    'Ich bin seit Jahren weggezogen. Stop bitte',
    'Ich wohne seit Jahren nicht mehr dort, also bitte stopp, vielen Dank',
    'Wir sind seit zwei Jahren keine Mitglieder mehr stop',
    'Non abito più qui da due anni, basta grazie',
    'Mi mandate troppi messaggi ogni settimana quindi stop per favore',
    'Ciao a tutti da Milano. Basta con questi messaggi, cordiali saluti',
    'Ik woon hier al jaren niet meer, stop alstublieft',
    'Ik woon hier al heel lang niet meer dus stop aub',
    'Wij zijn al jaren geen lid meer. Stoppen graag, met vriendelijke groet',
    'Ya no vivo aquí desde hace dos años, stop por favor',
    'Mandan demasiados mensajes todas las semanas así que basta',
    'Hace años que no soy socia, quiero la baja',
    'Stoppez tout envoi vers ce numéro s’il vous plaît dès aujourd’hui',
    'Merci de stopper tout envoi vers ce numéro dès aujourd’hui',
  ])('a STOP that begins or ends a part of a longer reply is for a person to read: %s', (text) => {
    expect(verdictOf(text)).toBe('review');
  });

  it.each([
    'J’ai raté le bus, il ne s’est pas arrêté au stop',
    'Tournez à gauche au prochain stop, puis c’est tout droit',
    'On se retrouve à l’arrêt de bus devant la mairie demain',
    'Je serai en retard, le train est encore à l’arrêt',
    'Je ne pourrai pas venir samedi, je suis en arrêt',
    'Le médecin a prolongé mon arrêt, je ne viendrai donc pas',
    'On a dansé toute la nuit, c’était non-stop',
    'Il parle pendant des heures sans jamais s’arrêter',
    'Oui avec plaisir pour samedi !\n> La kermesse du parc, samedi dès 14 h\n> STOP au 36184',
    'I will wait for you at the bus stop',
    'We missed it because the bus came to a full stop',
    'Thanks for asking! Stop by on Saturday if you like',
    'The train does not stop in Lyon on Sundays',
    'Wir treffen uns alle um acht Uhr am Stopp',
    'Ihr müsst dann beim nächsten Stopp links abbiegen',
    'Der Zug macht noch einen kurzen Stop in Basel',
    'Ci vediamo sabato alle otto davanti allo stop',
    'Vengo io sabato con due torte e basta',
    'Un messaggio alla settimana per me va bene, mi basta',
    'Ci vediamo sabato alle otto, basta che non piova',
    'We wachten morgen om acht uur bij de stop',
    'De trein zal morgen niet stoppen in het dorp',
    'Nos vemos mañana a las ocho en el stop',
    'No puedo ir el sábado porque estoy de baja',
    'La calle baja hasta la plaza, está muy cerca',
  ])('an everyday word in an ordinary answer says nothing: %s', (text) => {
    expect(classifyReply(text)).toEqual({ verdict: 'none', matched: null });
  });

  it.each([
    'Plus jamais de messages',
    'Plus jamais !',
    'radiez-moi',
    'Merci de me radier',
    'Ôtez-moi de votre liste',
    'Assez !',
    'Ça suffit',
    'remove my number',
    'Take my name off your list',
    'Never again',
    'No messages please',
    'Enough!',
    'Nehmen Sie mich von der Liste',
    'Nimm mich aus dem Verteiler',
    'Tragen Sie mich bitte aus',
    'Aufhören!',
    'Nie mehr Nachrichten',
    'Keine Nachrichten bitte',
    'Haal me eraf',
    'Schrap mij',
    'Nooit meer berichten',
    'Ophouden',
    'Mai più messaggi',
    'Toglimi',
    'Eliminatemi',
    'Nunca más mensajes',
    'Bórrenme',
    'Quítenme de la lista',
    'Ne plus figurer sur vos listes',
    'Oubliez mon numéro',
    'Weg van deze lijst aub',
    'C’est un faux numéro',
    'Je demande la suppression de mes données',
    'Retrait de la liste svp',
    'Retrait du consentement',
    'Droit à l’oubli !',
    'Je n’ai jamais donné mon accord',
    'Je vais porter plainte',
    'Je vous signale au 33700',
    '33700',
    'Je vous bloque',
    'Fin des SMS',
    'Y en a marre',
    'Vous vous trompez de numéro',
    'Ce n’est pas le bon numéro',
    'No longer interested',
    'I never signed up for this',
    'End messages',
    'Wrong person',
    'Nicht interessiert',
    'Hör auf!',
    'Bitte streichen',
    'Cancellazione',
    'Borrar',
    'No molestar',
    'Stuur mij niks meer',
    'Verwijderen aub',
    'Wrong number!',
    'Falsche Nummer',
    'Numero sbagliato',
    'Verkeerd nummer',
    'Número equivocado',
  ])('a short order to leave somebody out is never passed over: %s', (text) => {
    expect(verdictOf(text)).toMatch(/opt_out|review/);
  });

  it.each([
    'Plus jamais ça arrivera, promis, à samedi',
    'J’écoute la radio, à samedi',
    'Nimm mich bitte mit zum Fest',
    'Trag mich ein für Samstag',
    'Haal me om acht uur op',
    'Take the second street, then turn off left',
    'Fine, see you on Saturday',
    'Je n’ai pas reçu la fin des messages d’hier',
    'J’ai donné mon accord à Paul, à samedi',
    'Le retrait des dossards est à 8 h',
    'No more cake for me, thanks a lot',
    'Ich bin leider nicht mehr in Basel',
    'Ik kom niet meer, tot zaterdag',
    'I did not sign up for the dinner',
  ])('what resembles one stays an ordinary answer: %s', (text) => {
    expect(verdictOf(text)).toBe('none');
  });

  it('shows the words that refuse, and not what stands between them', () => {
    expect(classifyReply('Retirez donc, svp, mon numéro')).toEqual({ verdict: 'review', matched: 'RETIREZ … NUMERO' });
  });

  it('never passes over a refusal, whatever stands around it', () => {
    const refusal = fc.constantFrom(
      ...['ne m’écrivez plus', 'ne plus me contacter', 'n’envoyez plus rien', 'ne m’appelez plus', 'ne plus me texter'],
      ...['ne me dérangez plus', 'laissez-moi', 'je m’oppose', 'opposition', 'résilier', 'résiliation', 'désabonnez'],
      ...[
        'retirez mon numéro',
        'supprimer mon numéro',
        'leave me alone',
        'in Ruhe lassen',
        'Widerspruch',
        'laat me met rust',
      ],
      ...['bezwaar', 'mi oppongo', 'lasciatemi in pace', 'me opongo', 'déjenme en paz'],
    );
    const around = fc.array(fc.constantFrom('oui', 'Samedi', 'ok', 'vous', 'Jo', '👍', '…', '?\n', ', ', '12', 'aide'));
    const law = fc.property(around, refusal, fc.boolean(), around, (before, words, isLoud, after) => {
      const said = isLoud ? words.toUpperCase() : words;
      expect(verdictOf([...before, said, ...after].join(' '))).toMatch(/opt_out|review/);
    });
    fc.assert(law);
  });

  it('knows every keyword alone, whatever its case, accents, spaces and punctuation', () => {
    const around = fc.stringMatching(/^[ .!?"'«»()\n…]{0,4}$/);
    const word = fc.constantFrom(...keywords.strong, ...keywords.exact);
    const cased = fc.tuple(word, fc.boolean()).map(([one, isLower]) => (isLower ? one.toLowerCase() : one));
    const law = fc.property(around, cased, around, (before, one, after) => {
      expect(verdictOf(before + one + after)).toBe('opt_out');
    });
    fc.assert(law);
  });

  it('never lets a message that begins with STOP go unheeded, whatever follows', () => {
    const law = fc.property(anyText(60), (rest) => {
      expect(verdictOf(`STOP ${rest}`)).toMatch(/opt_out|review/);
    });
    fc.assert(law);
  });

  it('never lets a message whose last word but politeness is STOP go unheeded', () => {
    const words = [
      'je',
      'ne',
      'viens',
      'plus',
      'samedi',
      'I',
      'moved',
      'Ich',
      'wohne',
      'nicht',
      'woon',
      'abito',
      'vivo',
      '2',
    ];
    const before = fc.array(fc.constantFrom(...words, 'merci', 'so', ',', '.'), { maxLength: 12 });
    const stop = fc.constantFrom('STOP', 'stop', 'Stopp', 'basta', 'arrêtez', 's.t.o.p', 'STPO');
    const polite = fc.constantFrom(
      '',
      ' svp',
      ', merci',
      ' please!',
      ' bitte',
      ' per favore',
      ' por favor',
      ' aub',
      ' 🙏',
    );
    const law = fc.property(before, stop, polite, (said, word, after) => {
      expect(verdictOf(`${said.join(' ')} ${word}${after}`)).toMatch(/opt_out|review/);
    });
    fc.assert(law);
  });

  it('takes no longer over a text that was made to keep it busy', () => {
    const long = 20_000;
    expect(verdictOf('A '.repeat(long))).toBe('none');
    expect(verdictOf('MERCI '.repeat(long))).toBe('none');
    expect(verdictOf(`${'MERCI '.repeat(long)}STOP`)).toBe('opt_out');
    expect(verdictOf('A-'.repeat(long))).toBe('none');
    expect(verdictOf('STOP '.repeat(long))).toBe('opt_out');
    expect(verdictOf('NE '.repeat(long))).toBe('none');
    expect(verdictOf('NE ECRIS '.repeat(long))).toBe('none');
    expect(verdictOf('ECRI'.repeat(long))).toBe('none');
    expect(verdictOf('AU STOP. '.repeat(long))).toBe('none');
    expect(verdictOf(`JE ${'OK '.repeat(long)}`)).toBe('none');
  });

  it('answers every text there is', () => {
    fc.assert(fc.property(anyText(200), (text) => classifyReply(text).verdict.length > 0));
  });
});
