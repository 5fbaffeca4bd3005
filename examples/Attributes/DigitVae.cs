using Hourglass;

namespace Attributes;

/// <summary>The model of <c>examples/Mnist/vae.ae</c>, written as attributes: the same clauses, the same generated code.</summary>
[Data("x: unit[784]")]
[Encode("z ~ x -> dense(400, relu) -> normal(20)")]
[Decode("x ~ z -> dense(400, relu) -> bernoulli")]
[Minimize("elbo")]
[Train("optimizer: adam(1e-3)  batch: 128  epochs: 10")]
public partial class DigitVae;
