using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>
/// The derived steps of some models, with a baseline each: a linear one, tied weights, contractions in closed form and by rows of unit
/// vectors, a variational one, convolutions.
/// </summary>
public sealed class BaselineTests
{
    public static TheoryData<string> Models =>
    [
        "01-linear-pca", "06-denoising-tied", "07-contractive", "12-vae", "15-beta-vae", "Contractive.ContractiveExact"
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_is_derived_to_this_step(string name) => Snapshot.Verify(StepDump.Of(StepModels.Read(name).Graph), suffix: name);
}
