// Once for all tests: a Label Studio with an empty database, and the companion with its sample set.
import { startCompanion } from "./companion.ts";
import { startLabelStudio } from "./label-studio.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const studio = await startLabelStudio("e2e-label-studio");
  console.log(`Label Studio is up at ${studio.about.url} after ${studio.about.seconds} s`);
  const companion = await startCompanion(["--label-studio", studio.about.url]).catch(async (error) => {
    await studio.stop();
    throw error;
  });
  process.env.E2E_LABEL_STUDIO = JSON.stringify(studio.about);
  process.env.E2E_COMPANION = companion.url;
  return async () => {
    await companion.stop();
    await studio.stop();
  };
}
