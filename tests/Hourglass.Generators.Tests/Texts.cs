namespace Hourglass.Testing;

/// <summary>Texts that several tests use.</summary>
internal static class Texts
{
    public const string Vae = """
        /// Kingma and Welling (2013): Gaussian MLP encoder, Bernoulli MLP decoder.
        model Vae {
          data   x: unit[784]
          encode z ~ x -> dense(400, relu) -> normal(20)
          decode x ~ z -> dense(400, relu) -> bernoulli
          minimize elbo
          train  { optimizer: adam(1e-3)  batch: 128  epochs: 10 }
        }

        """;

    public const string VaeClass = """
        using Hourglass;

        namespace App;

        [Data("x: unit[784]")]
        [Encode("z ~ x -> dense(400, relu) -> normal(20)")]
        [Decode("x ~ z -> dense(400, relu) -> bernoulli")]
        [Minimize("elbo")]
        [Train("optimizer: adam(1e-3)  batch: 128  epochs: 10")]
        public partial class Vae;

        """;

    public const string Undercomplete = """
        model Undercomplete {
          data   x: unit[784]
          encode h = x -> dense(128, relu) -> dense(32, relu)
          decode y = h -> dense(128, relu) -> dense(784, sigmoid)
          minimize mse(y, x)
        }

        """;

    public const string Two = """
        // two models
        model First {
          data   x: unit[4]
          encode h = x -> dense(2, relu)
          decode y = h -> dense(4, sigmoid)
          minimize mse(y, x)
        }
        model Second {
          data   x: unit[4]
          encode h = x -> dense(3, relu)
          decode y = h -> dense(4, sigmoid)
          minimize mse(y, x)
        }

        """;
}
