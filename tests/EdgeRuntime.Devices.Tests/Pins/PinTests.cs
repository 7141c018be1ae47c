using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Devices.Pins;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Pins;

public class PinTests
{
    [Fact]
    public void TheAverageStartsAtTheFirstFrameAndApproachesTheOthers()
    {
        ScoreSmoother smoother = new(2, 0.5f);
        Assert.Equal([0f, 0f], smoother.Scores.ToArray());
        Assert.Equal([1f, 0f], smoother.Update([1, 0]).ToArray());
        Assert.Equal([0.5f, 0.5f], smoother.Update([0, 1]).ToArray());
        Assert.Equal([0.25f, 0.75f], smoother.Update([0, 1]).ToArray());
        Assert.Equal([0.25f, 0.75f], smoother.Update([float.NaN, 1]).ToArray());
        smoother.Reset();
        Assert.Equal([3f, 4f], smoother.Update([3, 4]).ToArray());
        Assert.Throws<ArgumentException>(() => smoother.Update([1]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreSmoother(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreSmoother(2, float.NaN));
    }

    [Fact]
    public void AValueBetweenTheThresholdsChangesNothing()
    {
        Hysteresis h = new(0.8f, 0.6f);
        float[] values = [0.7f, 0.79f, 0.8f, 0.7f, 0.6f, 0.59f, 0.7f, 0.9f, float.NaN];
        Assert.Equal([false, false, true, true, true, false, false, true, true], values.Select(h.Update));
        Assert.Throws<ArgumentException>(() => new Hysteresis(0.5f, 0.6f));
    }

    [Fact]
    public void ABouncingButtonIsOnePress()
    {
        Debouncer button = new(TimeSpan.FromMilliseconds(20));
        (bool Level, int At)[] readings = [(false, 0), (true, 5), (false, 8), (true, 10), (true, 29), (true, 30), (true, 40), (false, 50), (true, 60), (false, 70), (false, 90)];
        List<string> changes = [];
        foreach ((bool level, int at) in readings)
            if (button.Update(level, TimeSpan.FromMilliseconds(at))) changes.Add($"{at} {button.IsPressed}");
        Assert.Equal(["30 True", "90 False"], changes);
    }

    [Fact]
    public void ThePinIsWrittenOnlyWhenTheClassComesAndGoes()
    {
        FakeOutput pin = new();
        ClassSwitch control = new(pin, classes: 3, watched: 1, weight: 0.5f, on: 0.7f, off: 0.4f);
        float[] scores = [0, 1, 1, 1, 0.9f, 0, 0.5f, 0, 0];
        foreach (float s in scores) control.Update([0, s, 1 - s]);
        control.Dispose();
        Assert.Equal(["off", "on", "off", "off", "released"], pin.Calls);
        Assert.False(control.IsOn);
    }

    [Fact]
    public void OneWrongFrameDoesNotSwitch()
    {
        FakeOutput pin = new();
        using ClassSwitch control = new(pin, classes: 2, watched: 0, weight: 0.3f, on: 0.6f, off: 0.4f);
        foreach (float s in new[] { 0f, 0, 1, 0, 0, 1, 0 }) Assert.False(control.Update([s, 1 - s]));
        Assert.Equal(["off"], pin.Calls);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassSwitch(pin, classes: 2, watched: 2, weight: 1, on: 1, off: 0));
    }

    private sealed class FakeOutput : IDigitalOutput
    {
        public List<string> Calls { get; } = [];

        public void Write(bool on) => Calls.Add(on ? "on" : "off");

        public void Dispose()
        {
            Write(false);
            Calls.Add("released");
        }
    }
}
