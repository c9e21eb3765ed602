/** Where in the scenario file those problems stand that only the run has found. */
import { type Problem, UserError } from '../core/base/errors.js';
import { readYamlFile, type YamlFile } from './yaml-file.js';

/** What core calls the scenario: it knows fields, not files. */
const SCENARIO = 'scenario';

/** Does `work`; a UserError about the scenario of `path` gets the file's lines and columns. */
export async function withScenarioPlaces<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.problems.every(({ file }) => file !== SCENARIO)) throw error;
    const yaml = await readYamlFile(path);
    throw new UserError(error.problems.map((problem) => placedIn(yaml, problem)));
  }
}

function placedIn({ file, where }: YamlFile, problem: Problem): Problem {
  if (problem.file !== SCENARIO) return problem;
  const keys = problem.field.split('.');
  const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return { ...problem, file, ...where(path) };
}
