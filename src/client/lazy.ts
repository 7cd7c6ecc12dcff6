/** Code that is fetched when it is needed. */
import { GreenRoutingError } from '../core/errors.ts'

/** What a browser says when such a file is missing names neither the package nor a remedy. */
export function chunk<T>(loading: Promise<T>): Promise<T> {
  return loading.catch(cause => {
    throw new GreenRoutingError(
      'fetch-failed',
      'A part of greenrouting/client could not be loaded. Check the network, and whether a new version was deployed meanwhile: then reload the page.',
      { cause },
    )
  })
}
