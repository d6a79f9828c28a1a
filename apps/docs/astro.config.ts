import { unified } from "@astrojs/markdown-remark";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import starlightLinksValidator from "starlight-links-validator";
import { linearAlgebraSidebar } from "./scripts/linear-algebra-sidebar.ts";
import { noPreload } from "./scripts/no-preload.ts";
import { probabilitySidebar } from "./scripts/probability-sidebar.ts";
import { directImports } from "./scripts/direct-imports.ts";
import { smallMatrices } from "./scripts/small-matrices.ts";
import { publicPackages } from "./scripts/packages.ts";

export default defineConfig({
  // relative to any host: nothing on the site names one
  trailingSlash: "always",
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({ remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] }),
  },
  vite: {
    build: { assetsInlineLimit: 0 },
    plugins: [directImports(), smallMatrices(), noPreload()],
  },
  integrations: [
    starlight({
      title: "Adjoint",
      description: "The mathematics of deep learning for TypeScript, computed live",
      pagefind: true,
      credits: false,
      lastUpdated: false,
      pagination: true,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      customCss: [
        "@fontsource-variable/source-serif-4/wght.css",
        "@fontsource-variable/source-serif-4/wght-italic.css",
        "@fontsource-variable/source-sans-3/wght.css",
        "@fontsource-variable/source-code-pro/wght.css",
        "katex/dist/katex.min.css",
        "./src/styles/theme.css",
      ],
      components: {
        Search: "./src/components/Search.astro",
        SocialIcons: "./src/components/SiteLinks.astro",
      },
      plugins: [
        starlightLinksValidator({ errorOnRelativeLinks: false, exclude: ["/playground/**", "/llms.txt"] }),
      ],
      sidebar: [
        {
          label: "Start",
          items: [{ label: "Home", link: "/" }, { slug: "getting-started" }, { slug: "coming-from" }],
        },
        {
          label: "Lessons",
          items: [
            { slug: "lessons" },
            {
              label: "Linear algebra",
              items: [
                { slug: "lessons/eigenvectors" },
                { slug: "lessons/principal-components" },
                { slug: "lessons/singular-values" },
              ],
            },
            {
              label: "Calculus",
              items: [{ slug: "lessons/largest-curvature" }],
            },
            {
              label: "Probability and information",
              items: [
                { slug: "lessons/gaussian" },
                { slug: "lessons/cross-entropy" },
                { slug: "lessons/kl-divergence" },
              ],
            },
            {
              label: "Worked examples",
              items: [{ slug: "lessons/ring-function" }, { slug: "lessons/hessian-vector-product" }],
            },
          ],
        },
        {
          label: "Tensors",
          items: [
            { slug: "tensors" },
            { slug: "tensors/dtypes" },
            { slug: "tensors/indexing" },
            { slug: "tensors/order" },
            { slug: "tensors/products" },
          ],
        },
        {
          label: "Transformations",
          items: [
            { slug: "transformations" },
            { slug: "transformations/gradients" },
            { slug: "transformations/forward-and-reverse" },
            { slug: "transformations/jacobians-and-hessians" },
            { slug: "transformations/taylor-expansions" },
            { slug: "transformations/batching" },
            { slug: "transformations/custom-rules" },
            { slug: "transformations/checkpointing" },
            { slug: "transformations/control-flow" },
            { slug: "transformations/implicit-functions" },
            { slug: "transformations/programs" },
            { slug: "transformations/compile" },
            { slug: "transformations/explaining" },
            { slug: "transformations/debugging" },
          ],
        },
        { label: "Linear algebra", items: linearAlgebraSidebar() },
        { label: "Probability", items: probabilitySidebar() },
        { label: "Information", items: [{ slug: "information" }] },
        {
          label: "How it works",
          items: [{ slug: "how-it-works/autodiff" }, { slug: "how-it-works/compile" }],
        },
        { label: "Sharp bits", items: [{ slug: "sharp-bits" }] },
        {
          label: "Reference",
          items: [
            { slug: "reference" },
            {
              label: "API",
              items: publicPackages()
                .filter(({ slug }) => slug !== "adjoint")
                .map(({ name, slug }) => ({ label: name, slug: `api/${slug}` })),
            },
          ],
        },
      ],
    }),
  ],
});
