// The application as a process of its own, with its clock and its mailbox, as a
// browser test needs it.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const ADMINISTRATOR = 'the-administrator-of-the-browser-tests';
const SCHEDULER = 'the-scheduler-of-the-browser-tests';

/** Starts the application with an empty state; its clock stands at `now`, in
 *  seconds since 1970, or follows the machine's where none is given. */
export async function start(now) {
  const state = mkdtempSync(join(tmpdir(), 'spp-browser-'));
  mkdirSync(join(root, 'target/e2e-cache'), { recursive: true });
  symlinkSync(join(root, 'target/e2e-cache'), join(state, 'cache'));
  const mailbox = serve('mailbox', ['--listen', '127.0.0.1:0', '--dir', join(state, 'mail')]);
  const relay = (await firstLine(mailbox)).match(/[\d.]+:\d+/)[0];
  const variables = {
    admin_token: ADMINISTRATOR,
    tick_token: SCHEDULER,
    mail_transport: 'smtp',
    mail_relay: relay,
    mail_secret: 'signs what comes back',
    quiet_hours: 'none',
  };
  const options = ['--manifest', join(root, 'spin.toml'), '--listen', '127.0.0.1:0', '--state-dir', state, '--no-ticker'];
  for (const [name, value] of Object.entries(variables)) options.push('--variable', `${name}=${value}`);
  const clock = join(state, 'now');
  if (now !== undefined) {
    writeFileSync(clock, String(now));
    options.push('--clock', clock);
  }
  const host = serve('host', options);
  const url = (await firstLine(host)).replace('Serving ', '').trim();
  return new Application({ url, state, clock, processes: [host, mailbox] });
}

class Application {
  constructor(parts) {
    Object.assign(this, parts);
    this.administrator = ADMINISTRATOR;
  }

  /** Moves the clock on, ticking each five minutes as a scheduler would. */
  async pass(from, to, step = 300) {
    for (let now = from; now <= to; now += step) {
      this.set(now);
      await this.tick();
    }
  }

  set(now) {
    writeFileSync(`${this.clock}.next`, String(now));
    renameSync(`${this.clock}.next`, this.clock);
  }

  async tick() {
    for (const name of ['incidents', 'mail']) await this.ask('POST', `/internal/tick/${name}`, undefined, SCHEDULER);
  }

  /** Sends a request with the administrator's token, and reads the answer. */
  async ask(method, path, body, token = ADMINISTRATOR) {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  /** Pushes like a sensor, and returns the status. */
  async push(path, body) {
    const response = await fetch(this.url + path, { method: 'POST', body: JSON.stringify(body) });
    return response.status;
  }

  /** The plain text of the letters that have arrived, the oldest first. */
  letters() {
    const folder = join(this.state, 'mail');
    return readdirSync(folder).filter((name) => name.endsWith('.eml')).sort()
      .map((name) => plain(readFileSync(join(folder, name), 'utf8')));
  }

  async stop() {
    for (const process of this.processes) {
      const ended = new Promise((done) => process.once('exit', done));
      process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.state, { recursive: true, force: true });
  }
}

/** The plain text among the parts of a letter. */
function plain(letter) {
  const part = letter.split(/^--/m).find((part) => /^content-type: text\/plain/im.test(part));
  const body = part.slice(part.search(/\r?\n\r?\n/)).trim();
  if (/^content-transfer-encoding: base64/im.test(part)) return Buffer.from(body, 'base64').toString();
  return body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
}

function serve(program, options) {
  return spawn(join(root, 'target/native', program), options, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RUST_LOG: 'error' },
  });
}

async function firstLine(process) {
  const lines = createInterface(process.stdout);
  for await (const line of lines) return line;
  throw new Error('it ended before it served');
}
