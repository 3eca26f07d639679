/** Holidays of Switzerland that the calendars name in German or Italian, with their French names. */
const names: Readonly<Record<string, string>> = {
  Allerheiligen: 'Toussaint',
  Ascensione: 'Ascension',
  Assunzione: 'Assomption',
  Auffahrt: 'Ascension',
  Berchtoldstag: '2 janvier (Saint-Berchtold)',
  Bruderklausenfest: 'Saint-Nicolas de Flüe',
  Bundesfeiertag: 'Fête nationale',
  Capodanno: 'Nouvel An',
  'Corpus Domini': 'Fête-Dieu',
  Dreikönigstag: 'Épiphanie',
  Epifania: 'Épiphanie',
  'Festa del lavoro': 'Fête du travail',
  Fronleichnam: 'Fête-Dieu',
  'Giorno festivo federale': 'Fête nationale',
  'Immacolata Concezione': 'Immaculée Conception',
  Josefstag: 'Saint-Joseph',
  Karfreitag: 'Vendredi saint',
  'Lunedì dell’Angelo': 'Lundi de Pâques',
  'Lunedì di Pentecoste': 'Lundi de Pentecôte',
  'Mariä Empfängnis': 'Immaculée Conception',
  'Mariä Himmelfahrt': 'Assomption',
  Mauritiustag: 'Saint-Maurice',
  'Natale di Gesù': 'Noël',
  Neujahr: 'Nouvel An',
  'Näfelser Fahrt': 'Fahrtsfest de Näfels',
  Ognissanti: 'Toussaint',
  Ostermontag: 'Lundi de Pâques',
  Pfingstmontag: 'Lundi de Pentecôte',
  'San Giuseppe': 'Saint-Joseph',
  'Santi Pietro e Paolo': 'Saints-Pierre-et-Paul',
  'Santo Stefano': 'Saint-Étienne',
  Stephanstag: 'Saint-Étienne',
  'Tag der Arbeit': 'Fête du travail',
  Weihnachtstag: 'Noël',
};

/** The French name of a holiday, where one is known; else the name in the language of the place. */
export function holidayFr(name: string): string {
  return names[name] ?? name;
}
