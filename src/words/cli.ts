import { french as fr } from './french.js';
import { placeholder } from './placeholders.js';
import type { Translated } from './phrase.js';

export const cliEn = {
  'cli.error': (v: { message: string }) => `smsctl: error: ${v.message}`,
  'cli.hint': (v: { message: string }) => `smsctl: hint: ${v.message}`,
  'cli.note': (v: { message: string }) => `smsctl: ${v.message}`,
  'cli.interrupted': 'interrupted; the state is safe',
  'cli.outputFailed': (v: { code: string }) => `the answer could not be written (${v.code}); what was recorded is safe`,
  'cli.bug': (v: { version: string }) => `smsctl ${v.version} has a defect; what was recorded is safe`,
  'cli.bugHint':
    'run the same command again; if it fails again, report it with the lines above (they hold no phone number)',
  'cli.noWorkspace': 'there is no workspace here: no smsctl.toml in this folder or above it',
  'cli.noWorkspaceAt': (v: { folder: string }) => `there is no workspace in ${v.folder}: no smsctl.toml`,
  'cli.noWorkspaceHint':
    'make one with `smsctl init`, go into its folder, or name it with --workspace or SMSCTL_WORKSPACE',
  'cli.noCampaign': (v: { campaign: string }) => `there is no campaign named ${v.campaign}`,
  'cli.noCampaignHint': '`smsctl status` lists the campaigns; `smsctl plan` makes one',
  'cli.clockOnLedger': '--clock is for rehearsals: this command writes the ledger itself',
  'cli.clockNotRehearsal': '--clock is for rehearsals: this campaign is a real one',
  'cli.clockOnMachine': '--clock is for rehearsals: this command looks at this computer as it is now',
  'cli.clockByProvider': '--clock is for rehearsals: the provider here is a real one',
  'cli.clockOnLedgerHint': 'leave --clock out',
  'cli.rehearsalIsReal': 'a campaign by a real provider is not rehearsed',
  'cli.rehearsalIsRealHint':
    'to rehearse it, set use = "simulator" under [provider] in smsctl.toml; --rehearsal then is not needed',
  'cli.badInstant': (v: { option: string; value: string }) => `${v.option} is no instant: ${v.value}`,
  'cli.badInstantHint': 'write day and time, for instance 2026-03-10T10:00, or with an offset 2026-03-10T10:00+01:00',
  'cli.leftOut': (v: { option: string; value: string; zone: string }) =>
    `${v.option} ${v.value} never comes in ${v.zone}: the clocks are put forward over it`,
  'cli.leftOutHint': 'name a time before it or after it, or write the offset as well, as in 2026-03-10T10:00+01:00',
  'cli.comesTwice': (v: { option: string; value: string; zone: string }) =>
    `${v.option} ${v.value} comes twice in ${v.zone}: the clocks are put back over it`,
  'cli.comesTwiceHint': (v: { first: string; second: string }) =>
    `write the offset as well: ${v.first} is the first, ${v.second} the second`,
  'cli.unknownOption': (v: { option: string }) => `unknown option ${v.option}`,
  'cli.unknownCommand': (v: { command: string }) => `unknown command ${v.command}`,
  'cli.missingArgument': (v: { argument: string }) => `${v.argument} is missing`,
  'cli.missingValue': (v: { option: string }) => `${v.option} needs a value`,
  'cli.missingOption': (v: { option: string }) => `${v.option} is needed`,
  'cli.excessArguments': 'there are more arguments than this command takes',
  'cli.givenTwice': (v: { option: string }) => `${v.option} is given more than once`,
  'cli.conflict': (v: { option: string; other: string }) => `${v.option} and ${v.other} can not be used together`,
  'cli.badValue': (v: { option: string; value: string }) =>
    `${v.option} can not be ${v.value === '' ? 'empty' : v.value}`,
  'cli.emptyOperatorHint': (v: { login: string }) =>
    `give the name of a person, or leave it out: then it is ${v.login}`,
  'cli.usageOther': (v: { detail: string }) => v.detail,
  'cli.seeHelp': (v: { command: string }) => `\`${v.command} --help\` tells what there is`,
  'cli.seeHelpOrName': (v: { command: string; option: string }) =>
    `\`${v.command} --help\` tells what there is; a campaign of that name stands behind two hyphens: ${v.command} -- ${v.option}`,
  'cli.allowedValues': (v: { values: string }) => `allowed: ${v.values}`,
  'cli.yes': 'Yes',
  'cli.no': 'No',
  'cli.rehearsal': 'REHEARSAL: no SMS has left',
} as const;

export const cliFr: Translated<typeof cliEn> = {
  'cli.error': (v) => fr`smsctl : erreur : ${v.message}`,
  'cli.hint': (v) => fr`smsctl : conseil : ${v.message}`,
  'cli.note': (v) => fr`smsctl : ${v.message}`,
  'cli.interrupted': fr`interrompu ; l’état est sûr`,
  'cli.outputFailed': (v) => fr`la réponse n’a pas pu être écrite (${v.code}) ; ce qui est enregistré est sûr`,
  'cli.bug': (v) => fr`smsctl ${v.version} a un défaut ; ce qui est enregistré est sûr`,
  'cli.bugHint': fr`relancez la commande ; si elle échoue encore, signalez-le avec les lignes ci-dessus (elles ne contiennent aucun numéro)`,
  'cli.noWorkspace': fr`aucun espace de travail ici : pas de smsctl.toml dans ce dossier ni au-dessus`,
  'cli.noWorkspaceAt': (v) => fr`aucun espace de travail dans ${v.folder} : pas de smsctl.toml`,
  'cli.noWorkspaceHint': fr`créez-en un avec \`smsctl init\`, placez-vous dans son dossier, ou nommez-le avec --workspace ou SMSCTL_WORKSPACE`,
  'cli.noCampaign': (v) => fr`aucune campagne ne s’appelle ${v.campaign}`,
  'cli.noCampaignHint': fr`\`smsctl status\` liste les campagnes ; \`smsctl plan\` en prépare une`,
  'cli.clockOnLedger': fr`--clock est réservé aux répétitions : cette commande écrit dans le registre lui-même`,
  'cli.clockNotRehearsal': fr`--clock est réservé aux répétitions : cette campagne est réelle`,
  'cli.clockOnMachine': fr`--clock est réservé aux répétitions : cette commande examine cet ordinateur tel qu’il est`,
  'cli.clockByProvider': fr`--clock est réservé aux répétitions : le prestataire est ici un vrai`,
  'cli.clockOnLedgerHint': fr`retirez --clock`,
  'cli.rehearsalIsReal': fr`une campagne par un vrai prestataire ne se répète pas`,
  'cli.rehearsalIsRealHint': fr`pour la répéter, mettez use = "simulator" sous [provider] dans smsctl.toml ; --rehearsal n’est alors pas nécessaire`,
  'cli.badInstant': (v) => fr`${v.option} n’est pas un jour avec son heure : ${v.value}`,
  'cli.badInstantHint': fr`écrivez le jour et l’heure, par exemple 2026-03-10T10:00, ou avec un décalage 2026-03-10T10:00+01:00`,
  'cli.leftOut': (v) =>
    fr`${v.option} ${v.value} n’existe pas à l’heure de ${v.zone} : les horloges y avancent et sautent cette heure-là`,
  'cli.leftOutHint': fr`donnez une heure d’avant ou d’après, ou ajoutez le décalage, comme dans 2026-03-10T10:00+01:00`,
  'cli.comesTwice': (v) => fr`${v.option} ${v.value} arrive deux fois à l’heure de ${v.zone} : les horloges y reculent`,
  'cli.comesTwiceHint': (v) => fr`ajoutez le décalage : ${v.first} est la première fois, ${v.second} la seconde`,
  'cli.unknownOption': (v) => fr`option inconnue : ${v.option}`,
  'cli.unknownCommand': (v) => fr`commande inconnue : ${v.command}`,
  'cli.missingArgument': (v) => fr`il manque ${placeholder(v.argument, 'fr')}`,
  'cli.missingValue': (v) => fr`${v.option} attend une valeur`,
  'cli.missingOption': (v) => fr`${v.option} est obligatoire`,
  'cli.excessArguments': fr`cette commande ne prend pas autant d’arguments`,
  'cli.givenTwice': (v) => fr`${v.option} est donné plusieurs fois`,
  'cli.conflict': (v) => fr`${v.option} et ${v.other} ne vont pas ensemble`,
  'cli.badValue': (v) => fr`${v.option} ne peut pas être ${v.value === '' ? 'vide' : v.value}`,
  'cli.emptyOperatorHint': (v) => fr`donnez le nom d’une personne, ou laissez l’option de côté : ce sera ${v.login}`,
  'cli.usageOther': (v) => v.detail,
  'cli.seeHelp': (v) => fr`\`${v.command} --help\` dit ce qui existe`,
  'cli.seeHelpOrName': (v) =>
    fr`\`${v.command} --help\` dit ce qui existe ; une campagne de ce nom se met après deux tirets : ${v.command} -- ${v.option}`,
  'cli.allowedValues': (v) => fr`valeurs admises : ${v.values}`,
  'cli.yes': 'Oui',
  'cli.no': 'Non',
  'cli.rehearsal': fr`RÉPÉTITION : aucun SMS n’est parti`,
};
