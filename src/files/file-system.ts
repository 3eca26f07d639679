import { existsSync, readdirSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isLinux, isWindows } from './host.js';

/**
 * Where a folder's bytes are kept. SQLite's write-ahead log needs memory that every program with the ledger open
 * shares, and locks that hold; over a network neither is promised (sqlite.org/wal.html).
 */
type FileSystemKind = 'local' | 'network' | 'unknown';

/** Magic numbers of file systems that other machines, or the host of a virtual one, write to at the same time. */
const NETWORK_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  // statfs(2), Linux man-pages
  0x5346414f, // AFS_SUPER_MAGIC
  0xff534d42, // CIFS_MAGIC_NUMBER
  0x73757245, // CODA_SUPER_MAGIC
  0x564c, // NCP_SUPER_MAGIC
  0x6969, // NFS_SUPER_MAGIC
  0x7461636f, // OCFS2_SUPER_MAGIC
  0x517b, // SMB_SUPER_MAGIC
  0xfe534d42, // SMB2_MAGIC_NUMBER
  0x01021997, // V9FS_MAGIC: folders shared with the host of WSL 2 and other virtual machines
  // include/uapi/linux/magic.h
  0x6b414653, // AFS_FS_MAGIC
  0x00c36400, // CEPH_SUPER_MAGIC
  // file systems outside the kernel's own list
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x786f4256, // VirtualBox shared folders
]);

/** statfs(2): a program of its own answers for the files; mountinfo tells which one. */
const FUSE_SUPER_MAGIC = 0x65735546;

/** What stands behind `fuse.` in proc(5) mountinfo when the files are on another machine, or on the host of this one. */
const NETWORK_FUSE: ReadonlySet<string> = new Set([
  ...['sshfs', 'rclone', 'davfs', 'curlftpfs', 'smbnetfs', 'gvfsd-fuse', 'kio-fuse', 'glusterfs', 'ceph', 'ceph-fuse'],
  ...['s3fs', 's3ql', 'mount-s3', 'mountpoint-s3', 'gcsfuse', 'goofys', 'geesefs', 'blobfuse', 'blobfuse2'],
  ...['juicefs', 'seaweedfs', 'weed', 'mfs', 'google-drive-ocamlfuse', 'onedriver', 'pcloud', 'pCloud.fs'],
  ...['vmhgfs-fuse', 'prl_fsd', 'osxfs', 'grpcfuse'],
]);

/** Tells whether `folder`, or the nearest one above it that exists, is on this machine's own disk. Never throws. */
export function fileSystemKind(folder: string): FileSystemKind {
  if (isWindows) return isNetworkShare(resolve(folder)) ? 'network' : 'unknown';
  // Elsewhere the numbers are given out at each start of the system and mean nothing.
  if (!isLinux) return 'unknown';
  try {
    const path = realpathSync(nearestExisting(folder));
    return fileSystemKindOf(statfsSync(path).type, path, readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return 'unknown';
  }
}

/**
 * Judges what Linux says of a folder.
 *
 * @param type `f_type` of statfs(2); the sign that 32-bit systems give it is ignored.
 * @param path Absolute, without symbolic links.
 * @param mountInfo Text of `/proc/self/mountinfo`, proc(5).
 */
export function fileSystemKindOf(type: number, path: string, mountInfo: string): FileSystemKind {
  const magic = type >>> 0;
  if (NETWORK_FILE_SYSTEMS.has(magic)) return 'network';
  if (magic !== FUSE_SUPER_MAGIC) return 'local';
  const mount = mountOf(path, mountInfo);
  if (mount === null) return 'unknown';
  const subtype = /^fuse\.(.+)$/.exec(mount.type)?.[1];
  // davfs2 and some others give no subtype, but the address that they mount.
  const isRemote = subtype === undefined ? /^[a-z][\w+.-]*:\/\//i.test(mount.source) : NETWORK_FUSE.has(subtype);
  return isRemote ? 'network' : 'local';
}

/** Windows: `\\server\share` and its long form `\\?\UNC\server\share`; `\\?\C:\` and `\\.\` are this machine. */
export function isNetworkShare(path: string): boolean {
  return /^\\\\\?\\UNC\\/i.test(path) || /^\\\\[^\\?.]/.test(path);
}

interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

/** The mount that `path` lies on: the deepest one, and of several at one place the last, which covers the others. */
function mountOf(path: string, mountInfo: string): Mount | null {
  let deepest: Mount | null = null;
  for (const line of mountInfo.split('\n')) {
    const mount = readMount(line);
    if (mount === null || !liesIn(path, mount.point)) continue;
    if (deepest === null || mount.point.length >= deepest.point.length) deepest = mount;
  }
  return deepest;
}

/** `36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw`: the number of optional fields before `-` varies. */
function readMount(line: string): Mount | null {
  const [before = '', after] = line.split(' - ');
  const point = before.split(' ')[4];
  const [type, source] = after?.split(' ') ?? [];
  if (point === undefined || type === undefined || source === undefined) return null;
  return { point: unescaped(point), type, source: unescaped(source) };
}

/** Space, tab, line feed and backslash are written as `\040`. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function liesIn(path: string, point: string): boolean {
  return path === point || path.startsWith(point === '/' ? '/' : `${point}/`);
}

/** Folders that a client keeps the same on several machines, by the names that the clients give them. */
const SYNCHRONISED_NAMES: readonly (readonly [name: RegExp, service: string])[] = [
  [/^onedrive(?:$|[ -])/i, 'OneDrive'],
  [/^dropbox(?:$|[ -])/i, 'Dropbox'],
  [/^(?:icloud ?drive|mobile documents|com~apple~clouddocs)$/i, 'iCloud Drive'],
  [/^nextcloud\d*$/i, 'Nextcloud'],
  [/^owncloud\d*$/i, 'ownCloud'],
  [/^(?:google ?drive(?:$|[ -])|my drive$|mon drive$|drivefs$)/i, 'Google Drive'],
  [/^pcloud ?(?:drive|sync)?$/i, 'pCloud'],
  [/^mega(?:sync)?$/i, 'MEGA'],
  [/^sea(?:file|drive)$/i, 'Seafile'],
];

/** Files by which a client marks the root of what it keeps the same. */
const SYNCHRONISED_MARKS: readonly (readonly [mark: RegExp, service: string])[] = [
  [/^\.dropbox\.cache$/, 'Dropbox'],
  [/^\.nextcloudsync\.log$/, 'Nextcloud'],
  [/^\.owncloudsync\.log$/, 'ownCloud'],
  [/^\._?sync_[\da-f]+\.db$/, 'Nextcloud / ownCloud'],
  [/^\.stfolder$/, 'Syncthing'],
];

/**
 * Names the service that copies a folder to other machines; null when none is recognised. Two copies of one ledger
 * know nothing of each other's messages, and text people twice.
 */
export function synchronisedFolder(path: string): string | null {
  return serviceInPath(path) ?? serviceByMarks(resolve(path));
}

function serviceInPath(path: string): string | null {
  const segments = path.split(/[\\/]/);
  for (const segment of segments) {
    const found = SYNCHRONISED_NAMES.find(([name]) => name.test(segment));
    if (found !== undefined) return found[1];
  }
  // macOS keeps the folders of every provider in ~/Library/CloudStorage, as `Provider-account`.
  const [provider] = segments[segments.indexOf('CloudStorage') + 1]?.split('-') ?? [];
  return segments.includes('CloudStorage') && provider !== undefined && provider !== '' ? provider : null;
}

function serviceByMarks(path: string): string | null {
  for (let folder = path; ; folder = dirname(folder)) {
    const names = namesIn(folder);
    const found = SYNCHRONISED_MARKS.find(([mark]) => names.some((name) => mark.test(name)));
    if (found !== undefined) return found[1];
    if (dirname(folder) === folder) return null;
  }
}

/** A folder that can not be listed, or is not there yet, has no mark to show. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `folder` itself or the nearest one above it that exists. */
export function nearestExisting(folder: string): string {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}
