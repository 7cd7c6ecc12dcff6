/** The part of a configuration that a model on the device shares with the others. */
import type { ModelConfig } from '../client/contracts.ts'
import { anything, type Check, refuse } from '../core/checks.ts'
import type { OnDevice } from '../core/energy-profile.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { ModelProfile } from '../core/model-profile.ts'
import { isPlainObject } from '../core/options.ts'
import { quote } from '../core/wording.ts'
import type { OnDeviceProfile } from './contracts.ts'

/** A small model on a laptop of 2024. Assumed. */
const TYPICAL: OnDevice = Object.freeze({ device: 'laptop', tokensPerSecond: 15 })

/** Looked into by `profileOf`. */
export const aProfile = anything as Check<OnDeviceProfile>

/** Costs nothing, and its energy is the device's. Throws `invalid-model` with the path of the field. */
export function profileOf(
  where: string,
  profile: OnDeviceProfile | undefined,
  provider: string,
): ModelConfig & { name: string } {
  if (!isPlainObject(profile)) refuse('invalid-model', `${where}.profile`, 'a plain object', profile)
  const { onDevice = TYPICAL, ...facts } = profile
  const whole = { costPer1kInput: 0, costPer1kOutput: 0, provider, ...facts, onDevice }
  ModelProfile.from(whole, `${where}.profile`)
  return whole
}

/** Why a model cannot answer, or be had. */
export function notOnDevice(model: string, why: string, cause?: unknown): GreenRoutingError {
  return new GreenRoutingError('model-not-on-device', `${quote(model)} is not on this device: ${why}`, {
    details: { model },
    ...(cause !== undefined && { cause }),
  })
}

/** What to do about one that could be had. */
export const TO_DOWNLOAD = 'ask the user, then call download().'
