/** The coefficients that bring `rows · coefficients` nearest to `values`, and the sum of squares that is left. Throws nothing: columns that say the same give NaN. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): { readonly coefficients: readonly number[]; readonly squares: number } {
  const width = rows[0]?.length ?? 0
  // The normal equations, each with its right side: three or four unknowns of like size need nothing better.
  const equations = Array.from({ length: width }, (_, i) => [
    ...Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, index) => sum + row[i]! * values[index]!, 0),
  ])
  const coefficients = solve(equations)
  const squares = rows.reduce((sum, row, index) => {
    const fitted = row.reduce((total, value, column) => total + value * coefficients[column]!, 0)
    return sum + (values[index]! - fitted) ** 2
  }, 0)
  return { coefficients, squares }
}

/** Gaussian elimination with the largest pivot first. */
function solve(equations: number[][]): number[] {
  const size = equations.length
  for (let column = 0; column < size; column++) {
    const below = equations.slice(column).map(row => Math.abs(row[column]!))
    const pivot = column + below.indexOf(Math.max(...below))
    const swapped = equations[pivot]!
    equations[pivot] = equations[column]!
    equations[column] = swapped
    for (const row of equations) {
      if (row === swapped) continue
      const factor = row[column]! / swapped[column]!
      for (let index = column; index <= size; index++) row[index]! -= factor * swapped[index]!
    }
  }
  return equations.map((row, index) => row[size]! / row[index]!)
}
