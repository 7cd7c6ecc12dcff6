/**
 * Finds a Chromium for the browser tests, or installs one, and prints its path on stdout. In order: `CHROMIUM_PATH`, a system
 * Chromium or Chrome, the one Playwright keeps; then, where nothing is there, Debian's `chromium` package (as root), then
 * Playwright's download.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './stale.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

const MAC_PLACES = ['/Applications', '~/Applications'].flatMap(folder => [
  `${folder}/Chromium.app/Contents/MacOS/Chromium`,
  `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
])
const LINUX_PLACES = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
]
const WINDOWS_ROOTS = ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)']
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe']

const HELP = `No Chromium was found and none could be installed. Do one of these, then run the command again:
  - install Chromium or Google Chrome with your system's package manager;
  - run "npx playwright install chromium" (needs the network);
  - set CHROMIUM_PATH to the executable of a Chromium you have.`

/** What the machine is and can do; the test hands in another one. */
export const thisMachine = {
  env: process.env,
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  },
  /** Contents of /etc/os-release; empty where there is none. */
  osRelease() {
    try {
      return readFileSync('/etc/os-release', 'utf8')
    } catch {
      return ''
    }
  },
  /** Where Playwright keeps, or would keep, its own Chromium. */
  async playwrightPath() {
    const { chromium } = await import('@playwright/test')
    return chromium.executablePath()
  },
  say: what => void process.stderr.write(`${what}\n`),
  /** True when the command ended well; what it prints goes to stderr. */
  run(command, args, env = {}) {
    thisMachine.say(`${command} ${args.join(' ')}`)
    return (
      spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } }).status === 0
    )
  },
}

/** Path of a Chromium that runs; throws an error that says what to do when there is none to be had. */
export async function obtainBrowser(machine = thisMachine) {
  const named = machine.env.CHROMIUM_PATH
  if (named) {
    if (machine.isExecutable(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, which is not an executable file.`)
  }
  const found = await findInstalled(machine)
  if (found) return found
  if (isDebian(machine) && machine.isRoot) {
    machine.say('no Chromium here; installing the chromium package')
    // A failed update is not the end: the lists at hand may do.
    machine.run('apt-get', ['update'], APT)
    if (machine.run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], APT)) {
      const installed = findOnSystem(machine)
      if (installed) return installed
    }
  }
  machine.say("trying Playwright's own Chromium")
  if (machine.run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) {
    const downloaded = await findInstalled(machine)
    if (downloaded) return downloaded
  }
  throw new Error(HELP)
}

const APT = { DEBIAN_FRONTEND: 'noninteractive' }

async function findInstalled(machine) {
  const onSystem = findOnSystem(machine)
  if (onSystem) return onSystem
  const kept = await machine.playwrightPath()
  return kept && machine.isExecutable(kept) ? kept : undefined
}

function findOnSystem(machine) {
  return candidates(machine).find(machine.isExecutable)
}

function candidates({ env, platform }) {
  if (platform === 'win32') {
    const roots = WINDOWS_ROOTS.map(name => env[name]).filter(Boolean)
    return roots.flatMap(folder => WINDOWS_PLACES.map(place => win32.join(folder, place)))
  }
  const onPath = (env.PATH ?? '')
    .split(':')
    .filter(Boolean)
    .flatMap(folder => NAMES.map(name => posix.join(folder, name)))
  const places = platform === 'darwin' ? MAC_PLACES.map(place => place.replace(/^~/, env.HOME ?? '~')) : LINUX_PLACES
  return [...onPath, ...places]
}

/** Debian and what descends from it. */
function isDebian(machine) {
  return machine.platform === 'linux' && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(machine.osRelease())
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.stdout.write(`${await obtainBrowser()}\n`)
  } catch (error) {
    thisMachine.say(error.message)
    process.exitCode = 1
  }
}
