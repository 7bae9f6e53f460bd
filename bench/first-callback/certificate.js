// A certificate of one day for both sites, made by openssl, and how a browser is told to take it.
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `{ key, cert, spki }`; `spki` is for `--ignore-certificate-errors-spki-list`. */
export function makeCertificate(names) {
  const folder = mkdtempSync(join(tmpdir(), 'bx24-certificate-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const subject = ['-subj', `/CN=${names[0]}`];
  const alternative = ['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', key, '-out', cert, '-days', '1'];
  try {
    execFileSync('openssl', ['req', ...kind, ...files, ...subject, ...alternative], {
      stdio: 'pipe',
    });
    const made = { key: readFileSync(key), cert: readFileSync(cert) };
    const spki = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' });
    return { ...made, spki: createHash('sha256').update(spki).digest('base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
