/** Runs `use` without the rights of root, which no mode bit stops. Anyone else has none to give up. */
export async function withoutRoot<T>(use: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return use();
  process.seteuid?.(NOBODY);
  try {
    return await use();
  } finally {
    process.seteuid?.(0);
  }
}

/** The user that owns nothing. */
const NOBODY = 65534;
