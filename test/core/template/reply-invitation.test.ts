import { describe, expect, it } from 'vitest';
import { replyInvitation } from '../../../src/core/template/reply-invitation.js';

describe('replyInvitation', () => {
  it.each([
    ['Soirée samedi. Répondez STOP', 'Répondez STOP'],
    ['Pour vous désinscrire, répondre « STOP »', 'répondre « STOP'],
    ['Re\u0301pondez simplement par STOP pour ne plus rien recevoir', 'Répondez simplement par STOP'],
    ['en répondant\nSTOP à ce SMS', 'répondant STOP'],
    ['STOP par retour de SMS', 'STOP par retour'],
    ['Envoyez STOP à ce numéro', 'STOP à ce numéro'],
    ['Reply STOP to opt out', 'Reply STOP'],
    ['To leave, reply with the word: "STOP"', 'reply with the word: "STOP'],
    ['Text STOP to this number', 'STOP to this number'],
    ['Antworten Sie STOP', 'Antworten Sie STOP'],
    ['Abmelden: STOPP als Antwort', 'STOPP als Antwort'],
    ['Rispondi STOP', 'Rispondi STOP'],
    ['STOP au 36184 ou répondez STOP', 'répondez STOP'],
    ['STOP antworten', 'STOP antworten'],
    ['Abmelden: mit STOP antworten', 'STOP antworten'],
    ['Um sich abzumelden, genügt es, STOP zu antworten', 'STOP zu antworten'],
    ['Répondez-STOP', 'Répondez-STOP'],
    ['Répondez-nous par STOP', 'Répondez-nous par STOP'],
    ['STOP en répondant', 'STOP en répondant'],
    ['Leave: STOP by replying', 'STOP by replying'],
    ['Répondez ARRET pour ne plus rien recevoir', 'Répondez ARRET'],
    ['Répondez « arrêt » pour partir', 'Répondez « arrêt'],
    ['Répondez ARRÊT à ce SMS', 'Répondez ARRÊT'],
    ['Répondez STOP à 18h au plus tard', 'Répondez STOP'],
    ['Répondez à l’arrêt par STOP', 'Répondez à l’arrêt par STOP'],
    ['Répondez STOP (gratuit)', 'Répondez STOP'],
    ['Répondez STOP par SMS', 'Répondez STOP'],
  ])('%j', (text, found) => {
    expect(replyInvitation(text)).toBe(found);
  });

  it.each([
    'STOP au 36184',
    'STOP SMS au 36184',
    'Répondez STOP au 36184',
    'Répondez « STOP » au 36184',
    'Reply STOP to 36184',
    'Répondez STOP au {{ code }}',
    'Répondez STOP sur le 36184',
    'Répondez STOP vers le 36184',
    'Répondez STOP (gratuit) au 36184',
    'Répondez STOP gratuitement au 36184',
    'Répondez STOP par SMS au 36184',
    'Répondez STOP (36184)',
    'Répondez STOP au numéro 36184',
    'Antworten Sie STOP auf die 36184',
    'STOP antworten an 36184',
    'STOP en répondant au 36184',
    'Répondez à l’invitation: arrêt du bus',
    'RÉPONDEZ À L’INVITATION: ARRÊT DU BUS',
    'Répondez présent à l’arrêt Gare',
    'Répondez avant samedi-Stop-Gare',
    'Répondez OUI - STOP par courriel',
    'Antworten Sie STOP an +41790000067',
    'Répondez avant samedi. Au bus, arrêt Stop-Gare',
    'Répondez OUI ou NON',
    'La réponse est non. STOP 36184',
    'Stoppez tout, la kermesse est reportée',
  ])('nothing in %j', (text) => {
    expect(replyInvitation(text)).toBeNull();
  });
});
