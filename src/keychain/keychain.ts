/** Where the system keeps secrets for whoever is logged in: macOS Keychain, Windows Credential Manager, Secret Service. */
export interface Keychain {
  /**
   * The secret of an account; null where there is none.
   *
   * @throws OperatorError notPermitted (77), like the other verbs, when no keychain answers or it is locked.
   */
  read(account: string): Buffer | null;
  /** Keeps a secret, and reads it back: one that can not be read again is none. */
  keep(account: string, secret: Buffer): void;
  /** Forgets an account; one that is not there is forgotten. */
  erase(account: string): void;
}
