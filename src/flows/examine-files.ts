import { fileSystemKind, synchronisedFolder } from '../files/file-system.js';
import { RIGHTS_OF_OTHERS } from '../files/secret-file.js';
import { readModes, type FileMode, type WorkspaceFiles } from '../files/workspace.js';
import { phrase } from '../words/phrase.js';
import { advised, doubtful, failed, good, type Examination } from './examination.js';

/** Bits of chmod(1): the right of group and others to write; anyone's right to write. */
const WRITING_BY_OTHERS = 0o022;
const WRITING_BY_ANYONE = 0o002;

/** Looks at where the workspace is kept and who may read and change it. */
export function examineFiles(files: WorkspaceFiles): readonly Examination[] {
  return [...examineModes(files), examineFileSystem(files.folder), examineSynchronisation(files.folder)];
}

function examineModes(files: WorkspaceFiles): readonly Examination[] {
  const modes = readModes(files);
  if (modes === null) return [good('file_modes', phrase('doctor.modesOfWindows'))];
  const { folder, config, personal } = modes;
  return [
    examinePersonal(personal),
    ...(config === null ? [] : [examineConfigMode(config)]),
    allows(folder, WRITING_BY_ANYONE)
      ? failed(
          'folder_mode',
          'notPermitted',
          phrase('doctor.folderOpen', folder),
          phrase('doctor.folderOpenHint', folder),
        )
      : good('folder_mode', phrase('doctor.folderClosed')),
  ];
}

function examinePersonal(personal: readonly FileMode[]): Examination {
  const open = personal.filter((mode) => allows(mode, RIGHTS_OF_OTHERS));
  if (open.length === 0) return good('file_modes', phrase('doctor.filesClosed'));
  const message = phrase('doctor.filesOpen', { modes: open });
  return failed('file_modes', 'notPermitted', message, phrase('doctor.filesOpenHint', { modes: open }));
}

/** The configuration holds no personal data and no secret, but whoever can write it decides whom to text, and when. */
function examineConfigMode(config: FileMode): Examination {
  const message = phrase('doctor.filesOpen', { modes: [config] });
  const hint = phrase('doctor.filesOpenHint', { modes: [config] });
  if (allows(config, WRITING_BY_OTHERS)) return failed('config_mode', 'notPermitted', message, hint);
  if (allows(config, RIGHTS_OF_OTHERS)) return doubtful('config_mode', message, hint);
  return good('config_mode', phrase('doctor.configClosed'));
}

function allows({ bits }: FileMode, rights: number): boolean {
  return (bits & rights) !== 0;
}

function examineFileSystem(folder: string): Examination {
  switch (fileSystemKind(folder)) {
    case 'local':
      return good('file_system', phrase('doctor.diskLocal'));
    case 'unknown':
      return advised('file_system', phrase('doctor.diskUnknown'), phrase('workspace.networkHint'));
    case 'network':
      return failed(
        'file_system',
        'notPermitted',
        phrase('workspace.network', { folder }),
        phrase('workspace.networkHint'),
      );
  }
}

function examineSynchronisation(folder: string): Examination {
  const service = synchronisedFolder(folder);
  if (service === null) return good('synchronised', phrase('doctor.notSynchronised'));
  return doubtful(
    'synchronised',
    phrase('workspace.synchronised', { folder, service }),
    phrase('workspace.synchronisedHint'),
  );
}
