import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  fileSystemKind,
  fileSystemKindOf,
  isNetworkShare,
  nearestExisting,
  synchronisedFolder,
} from '../../src/files/file-system.js';

const folder = mkdtempSync(join(tmpdir(), 'smsctl-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FUSE = 0x65735546;

function mountInfo(...mounts: readonly (readonly [point: string, type: string, source: string])[]): string {
  const lines = mounts.map(
    ([point, type, source], index) =>
      `${40 + index} 27 0:${index} / ${point} rw,relatime shared:1 - ${type} ${source} rw`,
  );
  return ['27 1 254:0 / / rw,relatime - ext4 /dev/vda rw', ...lines, ''].join('\n');
}

describe('fileSystemKindOf', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB', 0x517b],
    ['CIFS', 0xff534d42],
    ['SMB2', 0xfe534d42],
    ['AFS', 0x5346414f],
    ['9p', 0x01021997],
    ['Ceph', 0x00c36400],
  ])('knows %s for a network', (_, type) => {
    expect(fileSystemKindOf(type, '/data', mountInfo())).toBe('network');
  });

  it('knows CIFS by the negative number of 32-bit systems too', () => {
    expect(fileSystemKindOf(0xff534d42 | 0, '/data', mountInfo())).toBe('network');
  });

  it.each([
    ['ext4', 0xef53],
    ['btrfs', 0x9123683e],
    ['XFS', 0x58465342],
    ['ZFS', 0x2fc12fc1],
    ['tmpfs', 0x01021994],
    ['overlayfs', 0x794c7630],
    ['FAT', 0x4d44],
  ])('takes %s for local', (_, type) => {
    expect(fileSystemKindOf(type, '/data', mountInfo())).toBe('local');
  });

  it.each(['sshfs', 'rclone', 'davfs', 's3fs', 'gvfsd-fuse'])('knows fuse.%s for a network', (subtype) => {
    const mounts = mountInfo(['/mnt/far', `fuse.${subtype}`, 'far']);
    expect(fileSystemKindOf(FUSE, '/mnt/far/asso', mounts)).toBe('network');
  });

  it.each([
    ['fuseblk', '/dev/sdb1'],
    ['fuse.gocryptfs', '/home/claire/.vault'],
    ['fuse.mergerfs', 'a:b'],
    ['fuse', 'bindfs'],
  ])('takes %s of %s for local', (type, source) => {
    expect(fileSystemKindOf(FUSE, '/mnt/near', mountInfo(['/mnt/near', type, source]))).toBe('local');
  });

  it('knows a mounted address without a subtype, as davfs2 leaves it', () => {
    const mounts = mountInfo(['/mnt/dav', 'fuse', 'https://cloud.example/dav']);
    expect(fileSystemKindOf(FUSE, '/mnt/dav/asso', mounts)).toBe('network');
  });

  it('looks at the deepest mount, whole names only, and of two at one place at the last', () => {
    const mounts = mountInfo(
      ['/mnt', 'fuse.sshfs', 'far:'],
      ['/mnt/near', 'fuse.gocryptfs', 'vault'],
      ['/srv', 'fuse.gocryptfs', 'vault'],
      ['/srv', 'fuse.rclone', 'far:'],
    );
    expect(fileSystemKindOf(FUSE, '/mnt/near/asso', mounts)).toBe('local');
    expect(fileSystemKindOf(FUSE, '/mnt/nearby', mounts)).toBe('network');
    expect(fileSystemKindOf(FUSE, '/srv/asso', mounts)).toBe('network');
  });

  it('reads mount points with spaces', () => {
    const mounts = mountInfo(['/mnt/Les\\040Amis', 'fuse.sshfs', 'far:']);
    expect(fileSystemKindOf(FUSE, '/mnt/Les Amis/parc', mounts)).toBe('network');
  });

  it('guesses nothing without a list of mounts', () => {
    expect(fileSystemKindOf(FUSE, '/mnt', '')).toBe('unknown');
  });
});

describe('fileSystemKind', () => {
  it('judges a folder that does not exist by the one above it', () => {
    expect(fileSystemKind(join(folder, 'not', 'yet'))).toBe(fileSystemKind(folder));
    expect(nearestExisting(join(folder, 'not', 'yet'))).toBe(folder);
  });
});

describe('isNetworkShare', () => {
  it.each(['\\\\server\\share', '\\\\?\\UNC\\server\\share', '\\\\wsl.localhost\\Debian\\home'])(
    '%s is one',
    (path) => {
      expect(isNetworkShare(path)).toBe(true);
    },
  );

  it.each(['C:\\asso', '\\\\?\\C:\\asso', '\\\\.\\C:\\asso', '/srv/asso'])('%s is none', (path) => {
    expect(isNetworkShare(path)).toBe(false);
  });
});

describe('synchronisedFolder', () => {
  it.each([
    ['C:\\Users\\Claire\\OneDrive\\asso', 'OneDrive'],
    ['C:\\Users\\Claire\\OneDrive - Les Amis\\asso', 'OneDrive'],
    ['/Users/claire/Library/CloudStorage/OneDrive-Personal/asso', 'OneDrive'],
    ['/home/claire/Dropbox/asso', 'Dropbox'],
    ['/Users/claire/Library/Mobile Documents/com~apple~CloudDocs/asso', 'iCloud Drive'],
    ['C:\\Users\\Claire\\iCloudDrive\\asso', 'iCloud Drive'],
    ['/home/claire/Nextcloud/asso', 'Nextcloud'],
    ['/home/claire/ownCloud/asso', 'ownCloud'],
    ['/Users/claire/Library/CloudStorage/GoogleDrive-claire@example.org/My Drive', 'Google Drive'],
    ['G:\\Mon Drive\\asso', 'Google Drive'],
    ['/home/claire/pCloudDrive/asso', 'pCloud'],
    ['/home/claire/MEGA/asso', 'MEGA'],
    ['/home/claire/Seafile/asso', 'Seafile'],
    ['/Users/claire/Library/CloudStorage/Box-Box/asso', 'Box'],
  ])('%s is copied by %s', (path, service) => {
    expect(synchronisedFolder(path)).toBe(service);
  });

  it.each(['/home/claire/asso', '/srv/megaphone/asso'])('%s is not', (path) => {
    expect(synchronisedFolder(path)).toBeNull();
  });

  it.each([
    ['.dropbox.cache', 'Dropbox'],
    ['.nextcloudsync.log', 'Nextcloud'],
    ['.owncloudsync.log', 'ownCloud'],
    ['._sync_1f2e3d4c5b6a.db', 'Nextcloud / ownCloud'],
    ['.stfolder', 'Syncthing'],
  ])('%s in a folder above tells of %s', (mark, service) => {
    const root = mkdtempSync(join(folder, 'root-'));
    mkdirSync(join(root, 'asso'));
    writeFileSync(join(root, mark), '');
    expect(synchronisedFolder(join(root, 'asso', 'not-yet'))).toBe(service);
  });
});
