import { describe, expect, test } from 'vitest'
import { obtainBrowser } from './install-browser.js'

/** A machine on which only `files` exist; a command in `installs` puts its file there, any other command fails. */
function machine({
  env = {},
  platform = 'linux',
  isRoot = false,
  osRelease = 'ID=debian\n',
  files = [],
  installs = {},
} = {}) {
  const present = new Set(files)
  const commands = []
  return {
    commands,
    env: { PATH: '/usr/local/bin:/usr/bin', HOME: '/home/me', ...env },
    platform,
    isRoot,
    isExecutable: path => present.has(path),
    osRelease: () => osRelease,
    say: () => undefined,
    playwrightPath: async () => '/cache/playwright/chrome',
    run(command, args, extra = {}) {
      const line = [command, ...args].join(' ').replace(process.execPath, 'node')
      commands.push({ line, env: extra })
      const match = Object.keys(installs).find(part => line.includes(part))
      if (match && installs[match]) present.add(installs[match])
      return match !== undefined
    },
  }
}

const lines = on => on.commands.map(({ line }) => line)

describe('a browser that is there is used, and nothing is run', () => {
  test.each([
    [
      'CHROMIUM_PATH before all others',
      { env: { CHROMIUM_PATH: '/my/chromium' }, files: ['/my/chromium', '/usr/bin/chromium'] },
      '/my/chromium',
    ],
    ['chromium on the PATH', { files: ['/usr/bin/chromium'] }, '/usr/bin/chromium'],
    ['chrome on the PATH', { files: ['/usr/local/bin/google-chrome'] }, '/usr/local/bin/google-chrome'],
    ['a usual place off the PATH', { files: ['/opt/google/chrome/chrome'] }, '/opt/google/chrome/chrome'],
    [
      'macOS, for one user',
      { platform: 'darwin', files: ['/home/me/Applications/Chromium.app/Contents/MacOS/Chromium'] },
      '/home/me/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'Windows',
      {
        platform: 'win32',
        env: { PROGRAMFILES: 'C:\\Program Files' },
        files: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
      },
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    ["Playwright's own", { files: ['/cache/playwright/chrome'] }, '/cache/playwright/chrome'],
  ])('%s', async (_name, given, expected) => {
    const on = machine(given)
    expect(await obtainBrowser(on)).toBe(expected)
    expect(lines(on)).toEqual([])
  })
})

const APT_UPDATE = 'apt-get update'
const APT_INSTALL = 'apt-get install --yes --no-install-recommends chromium'
const PLAYWRIGHT = 'node node_modules/@playwright/test/cli.js install chromium'

describe('where there is none', () => {
  test.each(['ID=debian\n', 'ID=ubuntu\nID_LIKE=debian\n', 'NAME="Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'])(
    'root installs the package of %j',
    async osRelease => {
      const on = machine({
        isRoot: true,
        osRelease,
        installs: { 'apt-get update': null, 'apt-get install': '/usr/bin/chromium' },
      })
      expect(await obtainBrowser(on)).toBe('/usr/bin/chromium')
      expect(lines(on)).toEqual([APT_UPDATE, APT_INSTALL])
      expect(on.commands.every(({ env }) => env.DEBIAN_FRONTEND === 'noninteractive')).toBe(true)
    },
  )

  test('a failed update still tries to install', async () => {
    const on = machine({ isRoot: true, installs: { 'apt-get install': '/usr/bin/chromium' } })
    expect(await obtainBrowser(on)).toBe('/usr/bin/chromium')
  })

  test('a package that brings no browser leaves it to Playwright', async () => {
    const on = machine({ isRoot: true, installs: { 'apt-get': null, 'cli.js install': '/cache/playwright/chrome' } })
    expect(await obtainBrowser(on)).toBe('/cache/playwright/chrome')
    expect(lines(on)).toEqual([APT_UPDATE, APT_INSTALL, PLAYWRIGHT])
  })

  test.each([
    ['an ordinary user', { isRoot: false }],
    ['another distribution', { isRoot: true, osRelease: 'ID=fedora\nNAME="not debian"\n' }],
    ['no os-release', { isRoot: true, osRelease: '' }],
    ['macOS', { isRoot: true, platform: 'darwin' }],
  ])('%s leaves apt alone', async (_name, given) => {
    const on = machine({ ...given, installs: { 'cli.js install': '/cache/playwright/chrome' } })
    expect(await obtainBrowser(on)).toBe('/cache/playwright/chrome')
    expect(lines(on)).toEqual([PLAYWRIGHT])
  })

  test('nothing works: the error says what to do', async () => {
    await expect(obtainBrowser(machine({ isRoot: true }))).rejects.toThrow(
      /npx playwright install chromium[\s\S]*CHROMIUM_PATH/,
    )
  })
})

test('a CHROMIUM_PATH that leads nowhere is an error, not a reason to look elsewhere', async () => {
  const on = machine({ env: { CHROMIUM_PATH: '/nowhere' }, files: ['/usr/bin/chromium'] })
  await expect(obtainBrowser(on)).rejects.toThrow('CHROMIUM_PATH is /nowhere')
})
